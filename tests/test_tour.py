"""The tour shows every page in both themes, and each of its pictures is there and small."""

import re
import struct
from pathlib import Path

from extrabrain.web.server import PAGES

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 200_000
SHOWN_BY = {
    "/": "today",
    "/practice/{rest:path}": "question",
    "/mock/{rest:path}": "mock-report",
    "/bank/{rest:path}": "card",
    "/library/{rest:path}": "document",
    "/stories/{rest:path}": "story",
    "/sessions": "history",
    "/sessions/{rest:path}": "session",
}
"""Pages whose picture has another name than their address."""


def test_every_page_is_in_the_tour_in_both_themes() -> None:
    pictures = set(re.findall(r"images/([\w-]+)\.png", (ROOT / "docs" / "tour.md").read_text("utf-8")))
    for page in PAGES:
        name = SHOWN_BY.get(page, page.strip("/"))
        assert {f"{name}-light", f"{name}-dark"} <= pictures, f"{page} is not in docs/tour.md"


def test_pictures_are_there_and_small() -> None:
    texts = [path.read_text("utf-8") for path in (*(ROOT / "docs").glob("*.md"), ROOT / "README.md")]
    named = {name for text in texts for name in re.findall(r"images/([\w-]+\.png)", text)}
    assert named
    for name in named:
        picture = (IMAGES / name).read_bytes()
        assert picture.startswith(b"\x89PNG"), name
        assert len(picture) <= MOST_BYTES, name
        width, height = struct.unpack(">II", picture[16:24])
        assert width >= 1000 and height >= 600, name
    assert {path.name for path in IMAGES.glob("*.png")} == named, "no picture that nothing shows"
