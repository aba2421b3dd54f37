"""Columns of a PDF are read one after the other; the rows of a table stay together."""

from collections.abc import Callable

import fpdf

from extrabrain.library.readers.table import read

LEFT = ["The pilot began in May and", "ran for six weeks at two", "hospitals in the north."]
RIGHT = ["We stopped it when more than", "five of a hundred answers were", "wrong about a dose."]
TABLE = [("model", "errors", "cost"), ("small", "14 %", "3 euro"), ("large", "9 %", "11 euro")]
DATES = [
    ("2021", "Led the red team at Acme"),
    ("2019", "Built the evaluation set"),
    ("2017", "Thesis on probes"),
]


def text(draw: Callable[[fpdf.FPDF], None]) -> list[str]:
    made = fpdf.FPDF(format=(200, 200))
    made.set_font("helvetica", size=11)
    made.add_page()
    made.cell(0, 10, "A report on the pilot", new_x="LMARGIN", new_y="NEXT")
    draw(made)
    return [line for line in read(bytes(made.output()), "x.pdf")[0].text.splitlines() if line.strip()]


def across(made: fpdf.FPDF) -> None:
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        made.text(12, 40 + 8 * number, left)
        made.text(110, 40 + 8 * number, right)


def test_columns_laid_down_across_the_page() -> None:
    assert text(across) == ["A report on the pilot", *LEFT, *RIGHT]


def test_a_change_of_font_within_a_line_is_no_column() -> None:
    def draw(made: fpdf.FPDF) -> None:
        for number, left in enumerate(LEFT):
            made.set_xy(12, 40 + 8 * number)
            made.write(8, left)
            made.set_font(style="B")
            made.write(8, " and some words in bold")
            made.set_font(style="")

    shown = " ".join(text(draw))
    assert [shown.index(left) for left in LEFT] == sorted(shown.index(left) for left in LEFT)
    assert shown.count("and some words in bold") == 3
    assert shown.index("bold") < shown.index(LEFT[1])


def test_columns_written_one_by_one() -> None:
    def draw(made: fpdf.FPDF) -> None:
        for x, lines in ((12, LEFT), (110, RIGHT)):
            for number, line in enumerate(lines):
                made.text(x, 40 + 8 * number, line)

    assert text(draw) == ["A report on the pilot", *LEFT, *RIGHT]


def test_rows_of_a_table_stay_together() -> None:
    def draw(made: fpdf.FPDF) -> None:
        with made.table(width=150) as table:
            for cells in TABLE:
                row = table.row()
                for cell in cells:
                    row.cell(cell)

    assert text(draw)[1:] == [" ".join(row) for row in TABLE]


def test_dates_stay_beside_what_was_done_then() -> None:
    def draw(made: fpdf.FPDF) -> None:
        for number, (year, what) in enumerate(DATES):
            made.text(12, 40 + 8 * number, year)
            made.text(50, 40 + 8 * number, what)

    assert text(draw)[1:] == [" ".join(row) for row in DATES]
