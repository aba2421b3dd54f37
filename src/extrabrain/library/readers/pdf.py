"""PDF files: the text of each page in the order it is laid down; a scan without text is refused by name."""

import io
import logging
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from pypdf import PdfReader

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.library.headings import headings_of
from extrabrain.library.readers.columns import Piece, in_columns, in_lines
from extrabrain.library.readers.dates import put_back
from extrabrain.library.reading import MOST_CHARS, Page, Reading

MOST_PAGES = 5_000
MOST_PIXELS = 60_000_000
_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad\u2010]\n(?=[a-zà-ÿ])")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "\u00ad": ""}
_LIGATURE = re.compile("|".join(_LIGATURES))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DULL = re.compile(
    r"microsoft|untitled|\.(docx?|tex|dvi|indd|pages|odt|html?|md|txt|rtf)\b|^\W*$", re.IGNORECASE
)


def read(data: bytes, name: str) -> list[Reading]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return [_reading(data, name)]
    except Problem:
        raise
    except Exception as error:  # a hostile file breaks a parser in any way it likes
        raise _damaged(name, error) from error


def _reading(data: bytes, name: str) -> Reading:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unsupported(f"{name} is locked with a password.", next_step="Save a copy without one.")
    if len(reader.pages) > MOST_PAGES:
        raise Problem(f"{name} has more than {MOST_PAGES:,} pages.", next_step="Split it.")
    page, bare = Page(), list[int]()
    for number, each in enumerate(reader.pages, start=1):
        text = _tidy(_text(each))
        if sum(c.isalnum() for c in text) < 8 and _has_picture(each):
            bare.append(number)
        page.turn()
        page.line(text)
        if page.size > MOST_CHARS:
            break
    made = page.reading()
    title, written = _said(reader, made.text, name)
    return Reading(
        made.text,
        title,
        page_starts=made.page_starts,
        headings=headings_of(made.text),
        written_at=written,
        bare_pages=tuple(bare),
    )


def _text(page: Any) -> str:
    pieces: list[Piece] = []

    def laid_down(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            pieces.append(Piece(text.strip(), x, y, abs(size * tm[3] * cm[3])))

    text: str = page.extract_text(visitor_text=laid_down) or ""
    back = put_back(pieces)
    return in_columns(back or pieces) or (in_lines(back) if back else text)


def picture_of(data: bytes, number: int) -> bytes:
    """The largest picture of page `number` as PNG, turned as it is shown; `Problem` where none opens."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        page = PdfReader(io.BytesIO(data)).pages[number - 1]
        pictures: list[Any] = [each.image for each in page.images if each.image is not None]
        largest: Any = max(pictures, key=lambda image: image.width * image.height)
        if largest.width * largest.height > MOST_PIXELS:
            raise Problem(f"The picture on page {number} is too large.", next_step="Scan it smaller.")
        out = io.BytesIO()
        largest.rotate(-page.rotation, expand=True).convert("RGB").save(out, "PNG")
        return out.getvalue()
    except Problem:
        raise
    except Exception as error:  # a hostile file breaks a parser in any way it likes
        raise Problem(
            f"The picture on page {number} cannot be opened.", next_step="Scan it again."
        ) from error


def _tidy(text: str) -> str:
    """Ligatures undone, words joined that a line end had cut; lines kept."""
    plain = _LIGATURE.sub(lambda m: _LIGATURES[m[0]], _CONTROL.sub("", text.replace("\r", "\n")))
    return "\n".join(line.rstrip() for line in _HYPHEN.sub("", plain).splitlines())


def _has_picture(page: Any) -> bool:
    """Whether the page draws any image; none where its resources are broken."""
    resources = page.get("/Resources")
    found = resources.get_object().get("/XObject") if resources is not None else None
    return bool(found and found.get_object())


def _said(reader: PdfReader, text: str, name: str) -> tuple[str, str | None]:
    """Title and day from the file's own data where they are worth something."""
    about = reader.metadata
    title = " ".join(str(about.title or "").split())[:200] if about else ""
    if len(title) < 4 or _DULL.search(title) or title.lower() == PurePath(name).stem.lower():
        title = ""
    try:
        made = about.creation_date if about else None
    except ValueError:
        made = None
    return title or PurePath(name).stem, made.date().isoformat() if made else None


def _damaged(name: str, error: BaseException) -> Problem:
    why = " ".join(str(error).split())[:120] or type(error).__name__
    return Problem(f"{name} is damaged: {why}.", next_step="Open it and print it to a new PDF.")
