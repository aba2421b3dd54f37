"""Patches of a mask, drawn."""

import numpy as np
import pytest

from extrabrain.core.picture import Box
from extrabrain.screen.patches import patches


def found(drawing: str) -> list[Box]:
    return patches(np.array([[c == "#" for c in row] for row in drawing.split()]))


@pytest.mark.parametrize(
    ("drawing", "boxes"),
    [
        ("....", []),
        ("##.. ##..", [Box(0, 0, 2, 2)]),
        ("##.# ##.#", [Box(0, 0, 2, 2), Box(3, 0, 4, 2)]),
        ("#... .#.. ..#.", [Box(0, 0, 3, 3)]),
        ("#.#. #.#. ###.", [Box(0, 0, 3, 3)]),
        ("###. #.#. #..#", [Box(0, 0, 4, 3)]),
        ("##.. .... ##..", [Box(0, 0, 2, 1), Box(0, 2, 2, 3)]),
        ("#### ####", [Box(0, 0, 4, 2)]),
    ],
)
def test_what_touches_is_one(drawing: str, boxes: list[Box]) -> None:
    assert found(drawing) == boxes
