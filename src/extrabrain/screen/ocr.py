"""Reading a picture: text is found, spelt and put in order. Network files are PP-OCRv6 small."""

from collections.abc import Callable
from pathlib import Path

from extrabrain.core.errors import NotFound
from extrabrain.core.picture import PictureText
from extrabrain.screen.find import Finder
from extrabrain.screen.gaps import inked
from extrabrain.screen.order import Stretch, page
from extrabrain.screen.picture import Pixels
from extrabrain.screen.spell import Speller

FIND, SPELL = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"

LONGEST = 1_440
"""Pixels of the longest side at which text is looked for; a larger screen is looked at smaller. Letters are
read at their full size in any case. At 2,000 it takes twice as long to find as much."""

SURE = 0.5
MARKS = "•●○◦■□▪▫‣►▶·"
"""Marks of lists: signs at the head of a line that are no words."""


class Ocr:
    """Not thread-safe. `folder` holds the two network files; `NotFound` where one is missing."""

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        for name in (FIND, SPELL):
            if not (folder / name).is_file():
                raise NotFound(
                    f"{folder / name}: no such file.",
                    next_step="Run `extrabrain models pull ppocr-v6-small`.",
                )
        self._find = Finder(folder / FIND, threads=threads)
        self._spell = Speller(folder / SPELL, threads=threads)

    def read(self, pixels: Pixels, going_on: Callable[[], None] = lambda: None) -> PictureText:
        """`going_on` is called every few tenths of a second and may raise, to stop."""
        height, width = pixels.shape[:2]
        going_on()
        boxes = self._find(pixels, min(1.0, LONGEST / max(width, height)))
        crops = [pixels[box.top : box.bottom, box.left : box.right] for box in boxes]
        read = self._spell(crops, going_on)
        found = [
            Stretch(text, inked(crop, box), each.score)
            for crop, box, each in zip(crops, boxes, read, strict=True)
            if each.score >= SURE and (text := each.text.strip().lstrip(MARKS).lstrip())
        ]
        return page(found, width, height)
