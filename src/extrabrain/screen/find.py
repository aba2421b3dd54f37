"""Where text stands in a picture: a network marks the middle of each stretch, which is grown to its edges."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from extrabrain.core.picture import Box
from extrabrain.screen.patches import patches
from extrabrain.screen.picture import Pixels, resized
from extrabrain.screen.session import Session

STEP = 32
"""The network takes sides that are multiples of this."""

SURE = 0.3
"""Pixels above this belong to a mark."""

SURE_AS_A_WHOLE = 0.5
GROWTH = 1.6
"""The network marks text shrunk by its area over its outline; this grows it back."""

SMALLEST = 3


class Finder:
    """Marks stretches of text in a picture."""

    def __init__(self, model: Path, *, threads: int) -> None:
        self._session = Session(model, threads)

    def __call__(self, pixels: Pixels, scale: float) -> list[Box]:
        """Boxes in pixels of `pixels`, in no order. `scale` is how much of its size is looked at."""
        height, width = pixels.shape[:2]
        wide, high = (max(STEP, round(side * scale / STEP) * STEP) for side in (width, height))
        seen = resized(pixels, wide, high).astype(np.float32)
        x = np.ascontiguousarray((seen[:, :, ::-1] / 127.5 - 1).transpose(2, 0, 1)[None])
        sure = self._session.run(x)[0, 0]
        return [
            Box(
                max(0, int(left * width / wide)),
                max(0, int(top * height / high)),
                min(width, round(right * width / wide)),
                min(height, round(bottom * height / high)),
            )
            for left, top, right, bottom in _marks(sure)
        ]


def _marks(sure: npt.NDArray[np.float32]) -> list[tuple[float, float, float, float]]:
    found: list[tuple[float, float, float, float]] = []
    for patch in patches(sure > SURE):
        high, wide = patch.bottom - patch.top, patch.right - patch.left
        if min(high, wide) < SMALLEST:
            continue
        if float(sure[patch.top : patch.bottom, patch.left : patch.right].mean()) < SURE_AS_A_WHOLE:
            continue
        grow = GROWTH * wide * high / (2 * (wide + high))
        found.append((patch.left - grow, patch.top - grow, patch.right + grow, patch.bottom + grow))
    return found
