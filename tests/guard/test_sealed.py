import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extrabrain.guard.sealed import CHUNK_BYTES, Broken, SealedFile, SealedReader, SealWriter

SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7]


def sealed(path: Path, plain: bytes, pieces: int = 1000) -> SealedFile:
    made = SealedFile.fresh(path, "mine.wav")
    with path.open("wb") as file, SealWriter(file, made.key) as out:
        for at in range(0, len(plain), pieces):
            out.write(plain[at : at + pieces])
    return made


def pattern(size: int) -> bytes:
    return (b"canary " * (size // 7 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read_and_nothing_shows(tmp_path: Path, size: int) -> None:
    made = sealed(tmp_path / "a", pattern(size))
    with made.open() as file:
        assert file.read() == pattern(size)
    assert b"canary" not in made.path.read_bytes()
    assert made.key.hex() not in repr(made)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> SealedFile:
    return sealed(tmp_path_factory.mktemp("long") / "a", pattern(2 * CHUNK_BYTES + 40))


@given(st.integers(0, 2 * CHUNK_BYTES + 50), st.integers(0, 70_000))
def test_any_slice(long: SealedFile, at: int, length: int) -> None:
    plain = pattern(2 * CHUNK_BYTES + 40)
    with long.open() as file:
        assert file.seek(at) == at
        assert file.read(length) == plain[at : at + length]
        assert file.seek(0, io.SEEK_END) == len(plain)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, size: int) -> None:
    made = sealed(tmp_path / "a", pattern(size))
    whole = made.path.read_bytes()
    for left in {0, 1, 15, 16, len(whole) - 1, len(whole) - 17, CHUNK_BYTES + 16, 2 * (CHUNK_BYTES + 16)}:
        if 0 <= left < len(whole):
            made.path.write_bytes(whole[:left])
            with pytest.raises(Broken), made.open() as file:
                file.read()


def test_chunks_cannot_change_places_or_be_added(tmp_path: Path) -> None:
    made = sealed(tmp_path / "a", pattern(3 * CHUNK_BYTES))
    whole, one = made.path.read_bytes(), CHUNK_BYTES + 16
    for harmed in (
        whole[one : 2 * one] + whole[:one] + whole[2 * one :],
        whole[one:],
        whole + whole[-one:],
        whole + b"x",
        whole[:-1] + bytes([whole[-1] ^ 1]),
    ):
        made.path.write_bytes(harmed)
        with pytest.raises(Broken), made.open() as file:
            file.read()


def test_a_writer_that_was_not_finished_leaves_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        SealWriter(file, bytes(32)).write(pattern(3 * CHUNK_BYTES))
    with pytest.raises(Broken), SealedReader(path.open("rb"), bytes(32)) as reader:
        reader.readall()


def test_another_key(tmp_path: Path) -> None:
    made = sealed(tmp_path / "a", b"something")
    with pytest.raises(Broken), SealedFile(made.path, made.name, bytes(32)).open() as file:
        file.read()
