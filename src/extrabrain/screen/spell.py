"""Stretches of text to letters: each is scaled to the network's height and read in groups of like width."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from extrabrain.screen.gaps import spaced
from extrabrain.screen.picture import Pixels, resized
from extrabrain.screen.session import Array, Session

HIGH = 48
SQUEEZE = 1.0
"""How much of its width a stretch keeps when it is scaled to `HIGH`: less is faster, and letters touch."""

STEP = 16
"""Widths are rounded up to this, so that few shapes are met."""

GROUP_WIDTH = 2_400
"""Most pixels of width in one run: on two cores more is no faster, and a stop has to wait for it."""

REMEMBERED = 4_000


@dataclass(frozen=True, slots=True)
class Spelt:
    text: str
    score: float


class Speller:
    """Remembers what it read by content: a line that only moved is not read again. Not thread-safe."""

    def __init__(self, model: Path, *, threads: int) -> None:
        self._session = Session(model, threads)
        self._letters = ("", *self._session.told("character").splitlines(), " ")
        self._known: OrderedDict[bytes, Spelt] = OrderedDict()

    def __call__(self, crops: Sequence[Pixels], going_on: Callable[[], None]) -> list[Spelt]:
        """In the order given. Calls `going_on`, which may raise, before each group."""
        keys = [_key(crop) for crop in crops]
        fresh = {key: crop for key, crop in zip(keys, crops, strict=True) if key not in self._known}
        found = {key: self._known[key] for key in keys if key in self._known}
        for group in _groups(fresh):
            going_on()
            read = self._read([fresh[key] for key in group])
            found.update(zip(group, read, strict=True))
        self._known.update(found)
        for key in keys:
            self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return [found[key] for key in keys]

    def _read(self, crops: Sequence[Pixels]) -> list[Spelt]:
        widest = max(_width(crop) for crop in crops)
        x = np.zeros((len(crops), 3, HIGH, widest), np.float32)
        for place, crop in zip(x, crops, strict=True):
            width = _width(crop)
            place[:, :, :width] = (resized(crop, width, HIGH)[:, :, ::-1] / 127.5 - 1).transpose(2, 0, 1)
        read = self._session.run(x)
        return [self._spelt(each, crop, widest) for each, crop in zip(read, crops, strict=True)]

    def _spelt(self, chances: Array, crop: Pixels, widest: int) -> Spelt:
        """The likeliest letter of each step, repeats and gaps left out."""
        best = chances.argmax(axis=1)
        told = best != 0
        told[1:] &= best[1:] != best[:-1]
        if not told.any():
            return Spelt("", 0.0)
        chosen: list[int] = best[told].tolist()
        text = "".join(self._letters[i] for i in chosen)
        steps = np.nonzero(told)[0]
        places = (steps + 0.5) * (widest / len(best)) * (crop.shape[1] / _width(crop))
        text = (
            spaced(text.strip(), places[len(text) - len(text.lstrip()) :].tolist(), crop)
            if text.strip()
            else ""
        )
        return Spelt(text, float(chances.max(axis=1)[told].mean()))


def _width(crop: Pixels) -> int:
    high, wide = crop.shape[:2]
    return max(STEP, -(-int(wide * HIGH * SQUEEZE / high) // STEP) * STEP)


def _key(crop: Pixels) -> bytes:
    told = blake2b(np.ascontiguousarray(crop).tobytes(), digest_size=16)
    told.update(repr(crop.shape).encode())
    return told.digest()


def _groups(crops: dict[bytes, Pixels]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    for key in sorted(crops, key=lambda key: _width(crops[key])):
        if group and (len(group) + 1) * _width(crops[key]) > GROUP_WIDTH:
            yield group
            group = []
        group.append(key)
    if group:
        yield group
