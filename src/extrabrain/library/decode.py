"""Bytes of a text file to text, whatever it was saved as."""

import codecs
import re

from extrabrain.core.errors import Unsupported

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MOST_CONTROL = 0.01
"""Share of control characters above which a file is no text."""


def decoded(data: bytes, name: str, *, said: str | None = None) -> str:
    """The text with plain newlines and without control characters.

    By its byte order mark, else as UTF-8, as UTF-16 where every other byte is zero, as what the file itself
    `said`, and at last as Windows-1252, which fits any bytes. `Unsupported` for a file that is no text.
    """
    text = _decoded(data, said)
    strange = len(_CONTROL.findall(text))
    if strange > 8 and strange > MOST_CONTROL * len(text):
        raise Unsupported(
            f"{name} is no text file.", next_step="Check its name's ending, or save it as UTF-8."
        )
    text = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def _decoded(data: bytes, said: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    sample = data[:4096]
    if len(sample) >= 4 and sample.count(0) > len(sample) // 4:
        odd = sample[1::2].count(0) >= sample[::2].count(0)
        return data.decode("utf-16-le" if odd else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_known(said) or "cp1252", "replace")


def _known(encoding: str | None) -> str | None:
    """A text encoding by name, or none."""
    try:
        found = codecs.lookup(encoding) if encoding else None
    except (LookupError, ValueError):
        return None
    return found.name if found and getattr(found, "_is_text_encoding", True) else None
