"""Real networks on drawn text: what is written comes out, with its place, and nothing is made up."""

from pathlib import Path

import pytest
from drawn import drawn

from extrabrain.core.errors import NotFound
from extrabrain.screen.ocr import Ocr
from extrabrain.screen.picture import opened


@pytest.fixture(scope="module")
def ocr(networks: Path) -> Ocr:
    return Ocr(networks, threads=1)


@pytest.mark.parametrize(("ink", "paper"), [("#111", "#fff"), ("#eee", "#1e1e1e"), ("#8be9fd", "#282a36")])
def test_lines_come_out_in_order_with_their_places(ocr: Ocr, ink: str, paper: str) -> None:
    picture = drawn(
        (30, 40, "Refusals fell by 12 percent"), (30, 80, "after the second review."), ink=ink, paper=paper
    )
    read = ocr.read(opened(picture))
    assert read.text == "Refusals fell by 12 percent\nafter the second review."
    first = read.lines[0].box
    assert (
        abs(first.left - 30) < 6 and 40 <= first.top <= 50 and first.bottom < 80 and 200 < first.right < 340
    )
    assert all(0.8 < line.score <= 1 for line in read.lines)
    assert (read.width, read.height) == (640, 360)


def test_columns_are_read_one_after_the_other(ocr: Ocr) -> None:
    left = [
        (20, 30 + 30 * i, text)
        for i, text in enumerate(("We began with a", "small held out set", "of prompts."))
    ]
    right = [
        (360, 30 + 30 * i, text)
        for i, text in enumerate(("The release was", "stopped by one", "metric alone."))
    ]
    read = ocr.read(opened(drawn(*left, *right)))
    said = "We began with a small held out set of prompts. The release was stopped by one metric alone."
    assert read.text.split() == said.split()


def test_rows_of_a_table_stay_together(ocr: Ocr) -> None:
    cells = [
        (x, 30 + 34 * row, text)
        for row in range(1, 5)
        for x, text in ((30, f"run {row}"), (300, f"0.{row}75"))
    ]
    assert ocr.read(opened(drawn(*cells))).text.splitlines() == [
        f"run {row}  0.{row}75" for row in range(1, 5)
    ]


def test_a_mark_of_a_list_is_no_word(ocr: Ocr) -> None:
    assert (
        ocr.read(opened(drawn((30, 40, "• one owner"), (30, 70, "• one threshold")))).text
        == "one owner\none threshold"
    )


def test_an_empty_picture_holds_nothing(ocr: Ocr) -> None:
    read = ocr.read(opened(drawn()))
    assert (read.text, read.lines, read.blocks) == ("", (), ())


def test_what_was_read_is_known_again(ocr: Ocr) -> None:
    """A second look at the same lines asks only where they are."""
    picture = opened(drawn((30, 40, "A line that stays"), (30, 90, "and one below it")))
    asked: list[int] = []
    first = ocr.read(picture, lambda: asked.append(1))
    fresh = len(asked)
    assert ocr.read(picture, lambda: asked.append(1)) == first
    assert len(asked) - fresh == 1 < fresh


def test_it_stops_when_it_is_told_to(ocr: Ocr) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ocr.read(opened(drawn((30, 40, "never read"))), stop)


def test_missing_networks_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="PP-OCRv6_det_small"):
        Ocr(tmp_path)
