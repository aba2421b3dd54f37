"""Pictures of text, drawn with a font that comes with the app's own packages."""

import io
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont


def font(size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec("fontpkg_fira_sans")
    assert spec is not None and spec.origin is not None
    files = sorted(Path(spec.origin).parent.rglob("FiraSans-Regular.ttf"))
    return ImageFont.truetype(str(files[0]), size)


def drawn(
    *placed: tuple[int, int, str],
    size: int = 22,
    ink: str = "#111",
    paper: str = "#fff",
    shape: tuple[int, int] = (640, 360),
) -> bytes:
    """A PNG with each `(left, top, text)` on it."""
    image = Image.new("RGB", shape, paper)
    draw = ImageDraw.Draw(image)
    for left, top, text in placed:
        draw.text((left, top), text, font=font(size), fill=ink)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
