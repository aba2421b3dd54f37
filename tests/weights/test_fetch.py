import hashlib
import random
from pathlib import Path

import pytest

from extrabrain.guard.failures import Answered, Unreachable
from extrabrain.weights.fetch import Fetcher, WrongFile
from extrabrain.weights.progress import Meter, Progress

DATA = random.Random(7).randbytes(1_500_000)
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def fetch(registry, tmp_path: Path, hasty):
    """Fetches a path of the registry to `tmp_path/out`; gives the file and what the meter counted."""

    def run(
        path: str = "/big", sha256: str | None = SHA, limit: int = len(DATA), tell=None
    ) -> tuple[Path, Meter]:
        meter = Meter("m", len(DATA), tell)
        into = tmp_path / "out"
        Fetcher(registry.door(), pause=hasty.append).fetch(
            f"{registry.url}{path}", into, sha256, limit, meter
        )
        return into, meter

    return run


def test_a_file_comes_whole(registry, fetch) -> None:
    registry.put("/big", DATA)
    into, meter = fetch()
    assert into.read_bytes() == DATA
    assert meter.done_bytes == len(DATA)
    assert not into.with_name("out.part").exists()


def test_a_stream_that_is_cut_goes_on_where_it_was(registry, fetch, hasty) -> None:
    registry.put("/big", DATA)
    registry.cuts["/big"] = [400_000, 500_000]
    into, meter = fetch()
    assert into.read_bytes() == DATA
    first, second, third = registry.fetched("/big")
    assert first == 0
    assert 0 < second <= 400_000
    assert second < third <= 900_000
    assert meter.done_bytes == len(DATA)
    assert hasty == [0.5, 0.5]


def test_a_server_without_ranges_is_read_from_the_start(registry, fetch) -> None:
    registry.put("/big", DATA)
    registry.ranges = False
    registry.cuts["/big"] = [400_000]
    into, meter = fetch()
    assert into.read_bytes() == DATA
    assert meter.done_bytes == len(DATA)


def test_a_part_from_an_earlier_run_is_used(registry, fetch, tmp_path: Path) -> None:
    registry.put("/big", DATA)
    (tmp_path / "out.part").write_bytes(DATA[:600_000])
    into, _ = fetch()
    assert into.read_bytes() == DATA
    assert registry.fetched("/big") == [600_000]


def test_a_part_that_is_already_whole_is_kept(registry, fetch, tmp_path: Path) -> None:
    registry.put("/big", DATA)
    (tmp_path / "out.part").write_bytes(DATA)
    into, _ = fetch()
    assert into.read_bytes() == DATA
    assert registry.fetched("/big") == [len(DATA)]


def test_a_part_of_another_longer_file_starts_anew(registry, fetch, tmp_path: Path) -> None:
    registry.put("/big", DATA)
    (tmp_path / "out.part").write_bytes(b"x" * (len(DATA) + 5))
    into, _ = fetch()
    assert into.read_bytes() == DATA
    assert registry.fetched("/big") == [len(DATA) + 5, 0]


def test_a_wrong_file_is_thrown_away_and_named(registry, fetch, tmp_path: Path) -> None:
    registry.put("/big", DATA[:-1] + b"!")
    with pytest.raises(WrongFile, match="/big") as caught:
        fetch()
    assert caught.value.next_step
    assert list(tmp_path.iterdir()) == []


def test_an_endless_file_is_cut_short(registry, fetch, tmp_path: Path) -> None:
    registry.put("/big", DATA * 2)
    with pytest.raises(WrongFile, match="longer"):
        fetch()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_not_asked_for_twice(registry, fetch, hasty) -> None:
    with pytest.raises(Answered, match="404") as caught:
        fetch()
    assert caught.value.status == 404
    assert len(registry.asked) == 1
    assert hasty == []


def test_a_busy_server_is_asked_again(registry, fetch) -> None:
    registry.put("/big", DATA)
    registry.statuses["/big"] = [503]
    into, _ = fetch()
    assert into.read_bytes() == DATA


def test_a_server_that_stays_busy_is_given_up(registry, fetch, hasty) -> None:
    registry.statuses["/big"] = [503] * 10
    with pytest.raises(Answered, match="503"):
        fetch()
    assert len(registry.asked) == 2
    assert hasty == [0.5]


def test_a_connection_that_brings_nothing_more_is_given_up_and_its_part_kept(
    registry, fetch, hasty, tmp_path: Path
) -> None:
    registry.put("/big", DATA)
    registry.cuts["/big"] = [400_000] + [0] * 20
    with pytest.raises(Unreachable, match="broke off"):
        fetch()
    assert DATA.startswith((tmp_path / "out.part").read_bytes())
    assert hasty == [0.5, 1.0, 2.0, 4.0]


def test_no_server_at_all(registry, fetch) -> None:
    registry.close()
    with pytest.raises(Unreachable, match="cannot be reached") as caught:
        fetch()
    assert "network" in caught.value.next_step


def test_stopping_keeps_what_came(registry, fetch, tmp_path: Path) -> None:
    registry.put("/big", DATA)

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(tell=stop)
    kept = (tmp_path / "out.part").read_bytes()
    assert kept
    into, _ = fetch()
    assert into.read_bytes() == DATA
    assert registry.fetched("/big") == [0, len(kept)]
