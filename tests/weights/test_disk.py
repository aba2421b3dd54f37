import errno
from pathlib import Path

import pytest

from extrabrain.core.errors import Problem, ProtectedStorage
from extrabrain.weights.disk import DiskFull, disk_words, megabytes, need_room, settle


@pytest.mark.parametrize(
    ("number", "kind", "told"),
    [
        (errno.ENOSPC, DiskFull, "filled up"),
        (errno.EROFS, ProtectedStorage, "cannot be written"),
        (errno.EACCES, ProtectedStorage, "cannot be written"),
        (errno.EIO, Problem, "cannot be used"),
    ],
)
def test_errors_of_the_disk_in_words(tmp_path: Path, number: int, kind: type[Problem], told: str) -> None:
    with pytest.raises(kind, match=told) as caught, disk_words(tmp_path):
        raise OSError(number, "as the system says it", str(tmp_path / "f"))
    assert caught.value.next_step


def test_room(tmp_path: Path) -> None:
    need_room(tmp_path, 1)
    with pytest.raises(DiskFull, match=r"needed, .* free"):
        need_room(tmp_path, 10**18)


def test_settle_replaces_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"new")
    (tmp_path / "a").write_bytes(b"old")
    settle(tmp_path / "a.part", tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_sizes_as_people_write_them() -> None:
    sizes = [0, 999, 12_345, 1_000_000, 69_600_000, 1_117_320_768]
    assert [megabytes(size) for size in sizes] == ["1 kB", "1 kB", "12 kB", "1 MB", "70 MB", "1.1 GB"]
