"""Stretches of text to lines, and lines to reading order.

Stretches of one height that stand close beside each other are one line. The page is then cut, again and
again, at its widest empty lane: down between columns, which a few lines may lie across, or else across.
What stands in rows beside something short (cells of a table) is read row by row, other columns one after the
other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extrabrain.core.picture import Box, PictureLine, PictureText

CLOSE = 1.1
"""Of its height: a gap inside a line. A space is a quarter to a half, between columns there is more."""

DOWN_LANE, ACROSS_LANE = 1.6, 1.4
"""Of the height of a line: the narrowest lane between columns, and between blocks."""

MOST_ACROSS = 0.06
"""Of the lines: may lie across a lane between columns."""

COLUMN = 0.08
"""Of the lines: this share makes a column."""

SHORT_WORDS = 2
IN_LINE = 0.3
"""Of its height: how far the middles of what stands in one row are apart at most."""

ALIKE, IN_ROW = 0.6, 0.8
"""Columns are a table where one has at least this share of the other's lines, and this share of them has a
partner beside it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    text: str
    box: Box
    score: float


def page(stretches: Sequence[Stretch], width: int, height: int) -> PictureText:
    blocks = [block for block in _blocks(_joined(stretches)) if block]
    lines = tuple(PictureLine(line.text, line.box, line.score) for block in blocks for line in block)
    return PictureText(width, height, lines, tuple(len(block) for block in blocks))


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Lines: stretches that follow each other in one row without a lane between them."""
    lines: list[Stretch] = []
    for one in sorted(stretches, key=lambda one: one.box.left):
        before = next((line for line in reversed(lines) if _follows(line.box, one.box)), None)
        if before is None:
            lines.append(one)
        else:
            lines[lines.index(before)] = _beside(before, one, " ")
    return lines


def _follows(a: Box, b: Box) -> bool:
    high = min(_high(a), _high(b))
    alike = max(_high(a), _high(b)) <= 2.2 * high
    return alike and _shared(a, b) >= 0.6 * high and -0.6 * high <= b.left - a.right <= CLOSE * high


def _beside(a: Stretch, b: Stretch, between: str) -> Stretch:
    sure = (a.score * len(a.text) + b.score * len(b.text)) / max(1, len(a.text) + len(b.text))
    return Stretch(a.text + between + b.text, _around((a.box, b.box)), sure)


def _blocks(lines: list[Stretch]) -> list[list[Stretch]]:
    if len(lines) < 2:
        return [lines]
    high = median(_high(line.box) for line in lines)
    down = _columns(lines, DOWN_LANE * high)
    if down is not None:
        return [block for band in _bands(lines, down) for block in _beside_lane(band, down)]
    across = _lane([(line.box.top, line.box.bottom) for line in lines])
    if across.width >= ACROSS_LANE * high:
        upper = [line for line in lines if line.box.bottom <= across.begin]
        return _blocks(upper) + _blocks([line for line in lines if line.box.bottom > across.begin])
    return [_across(lines)]


def _across(lines: list[Stretch]) -> list[Stretch]:
    """From the top down; what stands in one row is one line."""
    rows: list[Stretch] = []
    for line in sorted(lines, key=lambda line: _middle(line.box)):
        if rows and _middle(line.box) - _middle(rows[-1].box) <= IN_LINE * _high(line.box):
            first, second = sorted((rows[-1], line), key=lambda one: one.box.left)
            rows[-1] = _beside(first, second, "  ")
        else:
            rows.append(line)
    return rows


def _columns(lines: list[Stretch], wide: float) -> "_Lane | None":
    """A lane between columns; as few lines as can be lie across it: a headline, a status line."""
    sides = [(line.box.left, line.box.right) for line in lines]
    least = max(1, int(COLUMN * len(lines)))
    for few in range(int(MOST_ACROSS * len(lines)) + 1):
        lane = _lane(sides, few, least)
        if lane.width >= wide:
            return lane
    return None


def _bands(lines: list[Stretch], lane: "_Lane") -> list[list[Stretch]]:
    """From the top down: what lies across the lane, and between each two of those what keeps clear of it."""
    crossing = sorted((line for line in lines if lane.is_crossed_by(line.box)), key=lambda line: line.box.top)
    others = [line for line in lines if not lane.is_crossed_by(line.box)]
    made: list[list[Stretch]] = []
    for line in crossing:
        above = [other for other in others if _middle(other.box) < _middle(line.box)]
        others = [other for other in others if _middle(other.box) >= _middle(line.box)]
        made += [above, [line]]
    return [band for band in (*made, others) if band]


def _beside_lane(band: list[Stretch], lane: "_Lane") -> list[list[Stretch]]:
    left = [line for line in band if line.box.right <= lane.begin + lane.width / 2]
    right = [line for line in band if line.box.right > lane.begin + lane.width / 2]
    if not left or not right:
        return _blocks(left or right) if len(band) > 1 else [band]
    rows = _rows(left, right)
    return _blocks(rows) if rows else _blocks(left) + _blocks(right)


@dataclass(frozen=True, slots=True)
class _Lane:
    begin: int
    width: int

    def is_crossed_by(self, box: Box) -> bool:
        return box.left < self.begin + self.width and box.right > self.begin


def _lane(sides: list[tuple[int, int]], few: int = 0, least: int = 1) -> _Lane:
    """The widest stretch that no more than `few` sides lie across, with `least` before and after it."""
    turns = sorted((at, step) for first, last in sides for at, step in ((first, 1), (last, -1)))
    firsts, lasts = sorted(first for first, _ in sides), sorted(last for _, last in sides)
    best, begin, over = _Lane(0, 0), None, 0
    for at, step in turns:
        before, over = over, over + step
        if before > few >= over:
            begin = at
        elif before <= few < over and begin is not None and at - begin > best.width:
            beside = min(bisect_right(lasts, begin), len(sides) - bisect_left(firsts, at))
            best = _Lane(begin, at - begin) if beside >= least else best
    return best


def _rows(left: list[Stretch], right: list[Stretch]) -> list[Stretch]:
    """Both as lines across; empty where they are columns of their own."""
    if min(_words(left), _words(right)) > SHORT_WORDS:
        return []
    left, right = _across(left), _across(right)
    fewer, more = sorted((len(left), len(right)))
    pairs = {i: j for j, b in enumerate(right) if (i := _partner(b, left)) is not None}
    if fewer < 2 or fewer < ALIKE * more or len(pairs) < IN_ROW * fewer:
        return []
    taken = set(pairs.values())
    made = [_beside(a, right[pairs[i]], "  ") if i in pairs else a for i, a in enumerate(left)]
    return made + [b for j, b in enumerate(right) if j not in taken]


def _partner(line: Stretch, among: list[Stretch]) -> int | None:
    """The one in the same row."""
    middle, near = _middle(line.box), IN_LINE * _high(line.box)
    found = [i for i, other in enumerate(among) if abs(_middle(other.box) - middle) <= near]
    return max(found, key=lambda i: among[i].box.right) if found else None


def _words(lines: list[Stretch]) -> float:
    return median(len(line.text.split()) for line in lines)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _shared(a: Box, b: Box) -> int:
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def _high(box: Box) -> int:
    return box.bottom - box.top


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2
