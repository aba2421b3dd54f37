"""Two columns of prose that were laid down line by line across the page are read one after the other.

Most programs write a column to its end before the next, and the order in the file is right. Where one goes
across, each line holds a piece of both columns; runs of such lines are told from a table by having several
words on either side. Widths are estimated from the size of the letters, as a file need not say them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST_LINES = 3
LEAST_WORDS = 3.0
"""On average on either side; a table of dates or figures has fewer."""
SAME_LINE, SAME_EDGE = 2.0, 6.0
"""Points by which a base line and a column's left edge may waver."""
LETTER = 0.5
"""Width of a letter as a part of its height."""
GAP = 1.5
"""Widths of empty space from which two pieces are two cells, as a part of the height."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text laid down at one place; `x`, `y` and `size` in points, `y` upwards."""

    text: str
    x: float
    y: float
    size: float


Line = list[Piece]


def in_columns(pieces: Sequence[Piece]) -> str | None:
    """The text of a page column by column; none where nothing on it goes across two columns."""
    lines = [_cells(line) for line in _lines(pieces)]
    out: list[str] = []
    at, found = 0, False
    while at < len(lines):
        run = _run(lines[at:])
        if run:
            found = True
            out += [line[side].text for side in (0, 1) for line in lines[at : at + run]]
        else:
            out.append(" ".join(cell.text for cell in lines[at]))
        at += run or 1
    return "\n".join(out) if found else None


def in_lines(pieces: Sequence[Piece]) -> str:
    """The text of a page as it was laid down, what stands at one height on one line."""
    return "\n".join(" ".join(piece.text.strip() for piece in line) for line in _lines(pieces))


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    lines: list[Line] = []
    for piece in pieces:
        if lines and abs(lines[-1][-1].y - piece.y) < SAME_LINE and piece.x > lines[-1][-1].x:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _cells(line: Line) -> Line:
    """Pieces that touch are one: a change of font within a line."""
    cells = line[:1]
    for before, piece in pairwise(line):
        if piece.x - before.x - LETTER * before.size * len(before.text) > GAP * piece.size:
            cells.append(piece)
        else:
            last = cells[-1]
            cells[-1] = Piece(f"{last.text} {piece.text}", last.x, last.y, last.size)
    return cells


def _run(lines: Sequence[Line]) -> int:
    """How many lines from the first on are two columns of prose side by side; 0 where they are not."""
    length = 0
    for line in lines:
        edges = [(a.x, b.x) for a, b in zip(line, lines[0], strict=False)]
        if len(line) != 2 or len(lines[0]) != 2 or any(abs(a - b) > SAME_EDGE for a, b in edges):
            break
        length += 1
    if length < LEAST_LINES:
        return 0
    words = [sum(len(line[side].text.split()) for line in lines[:length]) / length for side in (0, 1)]
    return length if min(words) >= LEAST_WORDS else 0
