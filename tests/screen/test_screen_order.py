"""Reading order, from boxes alone."""

from extrabrain.core.picture import Box
from extrabrain.screen.order import Stretch, page


def at(left: int, top: int, text: str, *, high: int = 12) -> Stretch:
    return Stretch(text, Box(left, top, left + 8 * len(text), top + high), 0.9)


def text(*stretches: Stretch) -> str:
    return page(stretches, 1000, 600).text


def test_pieces_of_one_line_are_joined() -> None:
    assert text(at(0, 1, "one"), at(30, 0, "line"), at(0, 20, "two")) == "one line\ntwo"


def test_an_empty_stretch_parts_blocks() -> None:
    assert (
        text(at(0, 0, "a title"), at(0, 60, "the text"), at(0, 80, "goes on"))
        == "a title\n\nthe text\ngoes on"
    )


def test_a_headline_over_two_columns() -> None:
    left = [at(0, 40 + 18 * i, f"left side of it {i}") for i in range(9)]
    right = [at(300, 40 + 18 * i, f"right side of it {i}") for i in range(9)]
    read = text(at(0, 14, "a headline that lies over both of the columns"), *left, *right).split("\n\n")
    assert [part.splitlines()[0] for part in read] == [
        "a headline that lies over both of the columns",
        "left side of it 0",
        "right side of it 0",
    ]


def test_a_menu_beside_a_text() -> None:
    menu = [at(0, 20 * i, f"item{i}") for i in range(8)]
    body = [at(200, 17 * i, f"a longer line of the text, number {i}") for i in range(20)]
    assert text(*menu, *body).splitlines()[:8] == [f"item{i}" for i in range(8)]


def test_rows_of_short_cells_are_lines() -> None:
    cells = [
        at(x, 20 * row, f"{name}{row}") for row in range(4) for x, name in ((0, "a"), (150, "b"), (300, "c"))
    ]
    assert text(*cells).splitlines() == [f"a{row}  b{row}  c{row}" for row in range(4)]


def test_places_and_counts_belong_together() -> None:
    read = page([at(0, 0, "one"), at(30, 0, "line"), at(0, 60, "two")], 100, 80)
    assert [line.box for line in read.lines] == [Box(0, 0, 62, 12), Box(0, 60, 24, 72)]
    assert read.blocks == (1, 1)
    assert page([], 10, 10).text == ""
