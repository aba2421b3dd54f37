"""Spaces that the network left out, found where the picture has as wide a gap as between other words."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from extrabrain.core.picture import Box
from extrabrain.screen.picture import Pixels

Gap = tuple[float, float]
"""Its middle and its width, in pixels."""

INK = 40
"""A column whose pixels differ by more than this, of 255, holds ink."""

LIKE_A_SPACE = 0.8
"""Of the gap between words that the network did tell apart in the same line."""

NOT_OF_LETTERS = 1.3
"""Times the widest gap between the letters around: in a typewriter's face letters stand far apart."""

REACH = 4

ALONE = frozenset(".'`|!-_:/\\()[]{}<>=\"")
"""Signs with air around them in a typewriter's face."""


def spaced(text: str, places: Sequence[float], crop: Pixels) -> str:
    """`text` with the spaces that the picture has besides. `places` are the middles of its letters, in
    pixels, give or take a fraction of a letter."""
    gaps = _gaps(crop)
    pairs = _pairs(text)
    width_of: dict[int, float] = {}
    for at, (i, j) in enumerate(pairs):  # known spaces take their gaps first, so that none is found twice
        if j - i > 1 and (gap := _widest(gaps, places[i], places[j])) is not None:
            width_of[at] = gap[1]
            gaps.remove(gap)
    if not width_of:
        return text
    enough = LIKE_A_SPACE * median(width_of.values())
    letters = [at for at, (i, j) in enumerate(pairs) if j - i == 1]
    for at in letters:
        gap = _widest(gaps, places[pairs[at][0]], places[pairs[at][1]])
        width_of[at] = gap[1] if gap is not None else 0.0
    made = [text[: pairs[0][0] + 1]]
    for at, (i, j) in enumerate(pairs):
        near = [width_of[k] for k in letters if 0 < abs(k - at) <= REACH]
        lost = (
            j - i == 1
            and not {text[i], text[j]} & ALONE
            and text[j] != ","
            and width_of[at] >= max(enough, NOT_OF_LETTERS * max(near, default=0))
        )
        made.append(" " * (j - i > 1 or lost) + text[j])
    return "".join(made)


def _pairs(text: str) -> list[tuple[int, int]]:
    """Letters that follow each other, spaces passed over."""
    letters = [i for i, c in enumerate(text) if not c.isspace()]
    return list(pairwise(letters))


def _gaps(crop: Pixels) -> list[Gap]:
    """Stretches of columns without ink."""
    grey = crop.astype(np.int16).mean(axis=2)
    empty = np.pad(np.ptp(grey, axis=0) <= INK, (1, 1))
    edges = np.diff(empty.astype(np.int8))
    begins, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
    return [(float(a + b) / 2, float(b - a)) for a, b in zip(begins, ends, strict=True)]


def inked(crop: Pixels, box: Box) -> Box:
    """`box`, of which `crop` is the picture, without the empty margins."""
    grey = crop.astype(np.int16).mean(axis=2)
    columns = np.nonzero(np.ptp(grey, axis=0) > INK)[0]
    rows = np.nonzero(np.ptp(grey, axis=1) > INK)[0]
    if not len(columns) or not len(rows):
        return box
    left, top = int(columns[0]), int(rows[0])
    return Box(box.left + left, box.top + top, box.left + int(columns[-1]) + 1, box.top + int(rows[-1]) + 1)


def _widest(gaps: list[Gap], a: float, b: float) -> Gap | None:
    """The widest of those whose middle lies between two places."""
    return max((gap for gap in gaps if a < gap[0] < b), key=lambda gap: gap[1], default=None)
