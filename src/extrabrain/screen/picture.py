"""A picture file to pixels: checked before it is unpacked, turned the right way up, without transparency."""

import io
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.core.picture import Box

Pixels = npt.NDArray[np.uint8]
"""Rows × columns × (red, green, blue)."""

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
MOST_PIXELS = 60_000_000
"""An 8K screen has 33 million; more is a bomb or a map."""

MOST_BYTES = 80_000_000


def opened(data: bytes, name: str = "The picture") -> Pixels:
    """`Unsupported` for what is no picture, `Problem` for one that is too large or damaged."""
    if not data:
        raise Problem(f"{name} is empty.", next_step="Check that it is the right file.")
    if len(data) > MOST_BYTES:
        raise Problem(f"{name} is larger than {MOST_BYTES // 1_000_000} MB.", next_step="Crop or shrink it.")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _no_picture(name) from error
    except Exception as error:  # a hostile file breaks a parser in any way it likes
        raise _damaged(name) from error
    if image.width * image.height > MOST_PIXELS:
        raise Problem(
            f"{name} has {image.width} × {image.height} pixels, more than can be read.",
            next_step="Crop or shrink it.",
        )
    try:
        return _flat(image)
    except Exception as error:
        raise _damaged(name) from error


def png(pixels: Pixels) -> bytes:
    """As a PNG file."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def cropped(pixels: Pixels, box: Box) -> Pixels:
    """The part inside `box`; `Problem` where nothing of the picture is in it."""
    height, width = pixels.shape[:2]
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(width, box.right), min(height, box.bottom)
    if left >= right or top >= bottom:
        raise Problem(
            f"The region lies outside the picture, which has {width} × {height} pixels.",
            next_step="Give left, top, width and height inside it.",
        )
    return pixels[top:bottom, left:right]


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """Smooth: a smaller one is averaged, so that thin strokes stay."""
    if pixels.shape[:2] == (height, width):
        return pixels
    small: Any = Image.fromarray(np.ascontiguousarray(pixels)).resize(
        (width, height), Image.Resampling.BILINEAR, reducing_gap=3.0
    )
    return np.asarray(small, np.uint8)


def _flat(image: Image.Image) -> Pixels:
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("I", "I;16", "F"):  # scanners' 16 bits
        deep = np.asarray(upright, np.float64)
        spread = max(float(deep.max() - deep.min()), 1.0)
        upright = Image.fromarray(((deep - deep.min()) * (255 / spread)).astype(np.uint8))
    if "A" in upright.getbands() or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    return np.asarray(upright.convert("RGB"), np.uint8)


def _no_picture(name: str) -> Unsupported:
    if PurePath(name).suffix.lower() in (".heic", ".heif"):
        return Unsupported(f"{name} is a HEIC picture, which cannot be opened.", next_step="Save it as JPEG.")
    return Unsupported(
        f"{name} is no picture that can be read.", next_step=f"Give one of {', '.join(FORMATS)}."
    )


def _damaged(name: str) -> Problem:
    return Problem(f"{name} is damaged.", next_step="Open it in its program and save it again.")
