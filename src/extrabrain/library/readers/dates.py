"""Dates at the right edge of a page that were laid down apart from the lines they stand on.

A browser writes what floats before what it floats beside, so that the years of a résumé would all stand above
the name. Only what is nothing but a date is put back, to the end of the line at its height.
"""

import re
from collections.abc import Sequence

from extrabrain.library.readers.columns import SAME_LINE, Piece

_WORD = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
    r"|spring|summer|autumn|fall|winter|present|now|today|current|ongoing|since|until|to|(?:19|20)\d\d"
)
_DATE = re.compile(rf"(?:{_WORD}|\d\d?[./]|[-–—,()]|\s)+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def put_back(pieces: Sequence[Piece]) -> list[Piece] | None:
    """The pieces with such dates behind the last piece of their line; none where there are none."""
    apart = [n for n, piece in enumerate(pieces) if _YEAR.search(piece.text) and _DATE.fullmatch(piece.text)]
    behind: dict[int, list[int]] = {}
    for date in apart:
        place = _last_of_line(pieces, date)
        if place is not None and place != date - 1:
            behind.setdefault(place, []).append(date)
    if not behind:
        return None
    moved = {date for dates in behind.values() for date in dates}
    order = [m for n in range(len(pieces)) if n not in moved for m in (n, *behind.get(n, ()))]
    return [pieces[n] for n in order]


def _last_of_line(pieces: Sequence[Piece], date: int) -> int | None:
    """Where the last piece is that stands to the left of a date, at its height."""
    own = pieces[date]
    left = [n for n, p in enumerate(pieces) if abs(p.y - own.y) < SAME_LINE and p.x < own.x]
    return left[-1] if left else None
