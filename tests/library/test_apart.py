"""A reader that runs apart: it answers as one here does, and its end is not ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.library.apart import Apart
from extrabrain.library.readers.table import read
from extrabrain.library.reading import NoDocument


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart()
    yield made
    made.close()


def test_it_answers_as_one_here(apart: Apart) -> None:
    text = "# Über uns\n\nWorte, words.\n".encode()
    for _ in range(3):
        assert apart.read(text, "ü.md") == read(text, "ü.md")


def test_problems_come_over_as_they_are(apart: Apart) -> None:
    with pytest.raises(Problem, match=r"a\.pdf is damaged"):
        apart.read(b"%PDF-1.4", "a.pdf")
    with pytest.raises(NoDocument):
        apart.read(b"{}", "a.json")
    with pytest.raises(Unsupported, match="no text"):
        apart.read(bytes(5000), "a.txt")
    assert apart.read(b"and goes on", "b.txt")[0].text == "and goes on"


def test_one_that_takes_too_long_is_ended() -> None:
    apart = Apart(longest_s=0.01)
    with pytest.raises(Problem, match="longer than"):
        apart.read(b"x y " * 1_000_000, "a.txt")
    apart.close()


def test_its_end_is_noticed_and_it_starts_again(apart: Apart, tmp_path: Path) -> None:
    apart.read(b"first", "a.txt")
    with pytest.raises(Problem, match="breaks"):
        apart.read(b"x", 7)  # pyright: ignore[reportArgumentType] - a bug in the child
    assert apart.read(b"second", "b.txt")[0].text == "second"
