"""Which reader reads which file: by its ending, loaded on first use."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import cast

from extrabrain.core.errors import Problem
from extrabrain.library.reading import MOST_CHARS, NoDocument, Reading

Read = Callable[[bytes, str], list[Reading]]

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """`most` is the largest file in bytes that it takes; `apart` that it runs in a process of its own."""

    module: str
    most: int
    apart: bool = False


_PLAIN = Reader("plain", 20 * _MB)
_MARKDOWN = Reader("markdown", 20 * _MB)
_HTML = Reader("html", 20 * _MB)

READERS: dict[str, Reader] = {
    ".pdf": Reader("pdf", 200 * _MB, apart=True),
    ".docx": Reader("docx", 100 * _MB, apart=True),
    ".docm": Reader("docx", 100 * _MB, apart=True),
    ".pptx": Reader("pptx", 200 * _MB, apart=True),
    ".pptm": Reader("pptx", 200 * _MB, apart=True),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".mdx": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".rst": _PLAIN,
    ".org": _PLAIN,
    ".tex": _PLAIN,
    ".bib": Reader("bibtex", 20 * _MB),
    ".ris": Reader("ris", 20 * _MB),
    ".srt": Reader("captions", 20 * _MB),
    ".vtt": Reader("captions", 20 * _MB),
    ".json": Reader("transcript", 50 * _MB),
    ".ics": Reader("calendar", 20 * _MB),
    ".zip": Reader("linkedin", 200 * _MB, apart=True),
}

SOUND = frozenset(
    (
        ".wav .flac .mp3 .m4a .aac .ogg .oga .opus .wma .aiff .aif .caf .amr .mp4 .m4v .mov .mkv .webm .avi"
        " .mpeg .mpg .3gp"
    ).split()
)
"""Heard by a transcriber, not read here."""

IMAGES = frozenset(".png .jpg .jpeg .webp .tif .tiff .bmp .gif .heic".split())
"""Read by whoever reads pictures, not here."""


def ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def is_known(name: str) -> bool:
    """Whether a folder's file of this name is a document at all."""
    return ending(name) in READERS or ending(name) in SOUND or ending(name) in IMAGES


def read(data: bytes, name: str) -> list[Reading]:
    """The documents of a file. `NoDocument` for what is none, `Problem` for what cannot be read."""
    reader = READERS.get(ending(name))
    if reader is None:
        raise unsupported(name)
    if len(data) > reader.most:
        raise Problem(
            f"{name} is larger than {reader.most // _MB} MB.",
            next_step="Split it, or bring the part you need.",
        )
    module = importlib.import_module(f"extrabrain.library.readers.{reader.module}")
    return _checked(cast("Read", module.read)(data, name), name)


def unsupported(name: str) -> NoDocument:
    kinds = "pdf, docx, pptx, md, html, txt, bib, ris, srt, vtt, json, ics, pictures, sound, video"
    return NoDocument(f"{name} is no document that can be read.", next_step=f"Bring one of {kinds}.")


def _checked(found: list[Reading], name: str) -> list[Reading]:
    """Those with words; a text that is out of all proportion is refused."""
    if any(len(reading.text) > MOST_CHARS for reading in found):
        raise Problem(
            f"{name} holds more than {MOST_CHARS:,} characters of text.",
            next_step="Split it and bring the parts.",
        )
    worded = [one for one in found if one.bare_pages or any(c.isalnum() for c in one.text)]
    if not worded:
        raise Problem(f"{name} holds no text.", next_step="Check that it is the right file.")
    return worded
