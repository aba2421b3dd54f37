"""Connected patches of a mask, by runs: each row's stretches are joined with those that they touch above."""

from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from extrabrain.core.picture import Box


def patches(mask: npt.NDArray[np.bool_]) -> list[Box]:
    """The box around each patch of true pixels that touch, also by a corner; from the top down."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows: list[int] = np.nonzero(edges == 1)[0].tolist()
    begin: list[int] = np.nonzero(edges == 1)[1].tolist()
    end: list[int] = np.nonzero(edges == -1)[1].tolist()
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    firsts = [bisect_left(rows, row) for row in range(mask.shape[0] + 1)]
    for row in range(1, mask.shape[0]):
        above, here = firsts[row - 1], firsts[row]
        stop_above, stop = firsts[row], firsts[row + 1]
        while above < stop_above and here < stop:
            if end[above] >= begin[here] and end[here] >= begin[above]:
                a, b = root(above), root(here)
                parent[max(a, b)] = min(a, b)
            if end[above] < end[here]:
                above += 1
            else:
                here += 1
    return _boxes([root(i) for i in range(len(parent))], rows, begin, end)


def _boxes(roots: list[int], rows: list[int], begin: list[int], end: list[int]) -> list[Box]:
    held: dict[int, list[int]] = {}
    for i, top in enumerate(roots):
        box = held.setdefault(top, [begin[i], rows[i], end[i], rows[i] + 1])
        box[0], box[2], box[3] = min(box[0], begin[i]), max(box[2], end[i]), rows[i] + 1
    return [Box(*box) for box in held.values()]
