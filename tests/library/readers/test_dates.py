"""Dates that were laid down apart are read where they stand; columns of other things are left alone."""

from extrabrain.library.readers.columns import Piece, in_lines
from extrabrain.library.readers.dates import put_back

RESUME = [
    Piece("Mar 2023 – present", 480, 700, 10),
    Piece("Sep 2019 – Feb 2023", 478, 640, 10),
    Piece("Ines Marchetti", 40, 760, 20),
    Piece("Engineer, ", 40, 700.4, 10),
    Piece("Harbor", 90, 700.4, 10),
    Piece("Stopped a release.", 40, 680, 10),
    Piece("Engineer, Lumen", 40, 640, 10),
]


def test_floating_dates_stand_behind_their_lines() -> None:
    back = put_back(RESUME)
    assert back is not None
    assert in_lines(back).splitlines() == [
        "Ines Marchetti",
        "Engineer, Harbor Mar 2023 – present",
        "Stopped a release.",
        "Engineer, Lumen Sep 2019 – Feb 2023",
    ]


def test_what_is_in_its_place_or_no_date_is_left_alone() -> None:
    assert put_back([Piece("Engineer", 40, 700, 10), Piece("2019 – 2021", 480, 700, 10)]) is None
    assert put_back([Piece("PyTorch since 2019", 480, 700, 10), Piece("Engineer", 40, 700, 10)]) is None
    assert put_back([Piece("2019", 40, 700, 10), Piece("Engineer", 140, 700, 10)]) is None
    assert put_back([]) is None
