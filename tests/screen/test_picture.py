"""Picture files: of all kinds, the right way up, and hostile ones refused in words."""

import io
import struct
import zlib

import pytest
from drawn import drawn
from PIL import Image

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.core.picture import Box
from extrabrain.screen.picture import cropped, opened, png, resized


def saved(image: Image.Image, form: str, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    image.save(out, form, exif=exif or Image.Exif())
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_every_format(form: str, mode: str) -> None:
    pixels = opened(saved(Image.new(mode, (40, 30), 255 if mode == "L" else "#ff8800"), form))
    assert pixels.shape == (30, 40, 3) and pixels[0, 0, 0] > 240


def test_what_is_transparent_lies_on_white() -> None:
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    image.putpixel((0, 0), (10, 20, 30, 255))
    pixels = opened(saved(image, "PNG"))
    assert pixels[0, 0].tolist() == [10, 20, 30] and pixels[1, 1].tolist() == [255, 255, 255]


def test_a_camera_held_sideways() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(saved(Image.new("RGB", (40, 20)), "JPEG", exif=exif)).shape[:2] == (40, 20)


def test_sixteen_bits() -> None:
    image = Image.new("I;16", (2, 1))
    image.putpixel((0, 0), 100)
    image.putpixel((1, 0), 60_000)
    assert opened(saved(image, "PNG"))[0, :, 0].tolist() == [0, 255]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"<svg/>", b"\x00" * 100])
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(Unsupported, match=r"a\.png is no picture"):
        opened(data, "a.png")


def test_problems_in_words() -> None:
    with pytest.raises(Problem, match="empty"):
        opened(b"", "a.png")
    with pytest.raises(Problem, match="damaged"):
        opened(drawn()[:-600], "a.png")
    with pytest.raises(Unsupported, match="HEIC"):
        opened(b"xxxx", "a.heic")


def test_a_bomb_is_not_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    with pytest.raises(Problem, match=r"60000 × 60000|damaged"):
        opened(bomb)


def test_crop_and_scale() -> None:
    pixels = opened(drawn(shape=(100, 50)))
    assert cropped(pixels, Box(90, 40, 200, 200)).shape == (10, 10, 3)
    assert resized(pixels, 50, 25).shape == (25, 50, 3)
    assert opened(png(pixels)).tolist() == pixels.tolist()
    with pytest.raises(Problem, match="outside the picture"):
        cropped(pixels, Box(100, 0, 120, 10))
