"""Zip files of strangers: an entry is unpacked only within limits, and its XML is read without entities."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from extrabrain.core.errors import Problem, Unsupported

MOST_ENTRIES = 20_000
MOST_BYTES = 300_000_000
"""Of all entries that are read, unpacked."""

MOST_RATIO = 200
"""Unpacked to packed: honest XML stays below 60. Not asked of entries below a megabyte."""

MOST_DEPTH = 256
_SMALL = 1_000_000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, OSError, EOFError),
    *(RuntimeError, ValueError, LookupError, OverflowError, MemoryError),
)
"""What `zipfile` raises over a damaged file."""


class Packed:
    """The entries of a zip file by name. Nothing is written to disk; names are never used as paths."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        except _BROKEN as error:
            if data.startswith(b"\xd0\xcf\x11\xe0"):
                raise Unsupported(
                    f"{name} is locked with a password or in the old Office format.",
                    next_step="Save a copy as docx, pptx or PDF, without a password.",
                ) from error
            raise Problem(f"{name} is damaged: {error}.", next_step="Save it again, or as PDF.") from error
        if len(self._entries) > MOST_ENTRIES:
            raise self._bomb()

    def __contains__(self, entry: str) -> bool:
        return entry in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def bytes_of(self, entry: str) -> bytes:
        """`Problem` for one that is not there, damaged, locked, or unpacks to more than is honest."""
        found = self._entries.get(entry)
        if found is None:
            raise Problem(f"{self.name} has no {entry}.", next_step="Save it again, or as PDF.")
        if found.flag_bits & 1:
            raise Unsupported(f"{self.name} is locked with a password.", next_step="Save a copy without one.")
        most = min(self._left, max(_SMALL, found.compress_size * MOST_RATIO))
        try:
            with self._zip.open(found) as file:
                data = file.read(most + 1)
        except _BROKEN as error:
            raise Problem(
                f"{self.name} is damaged: {error}.", next_step="Save it again, or as PDF."
            ) from error
        if len(data) > most:
            raise self._bomb()
        self._left -= len(data)
        return data

    def elements(self, entry: str) -> "Iterator[tuple[str, Element, int]]":
        """`(start or end, element, depth)` of the XML of an entry, as it is read."""
        depth = 0
        try:
            events: Any = iterparse(
                io.BytesIO(self.bytes_of(entry)), events=("start", "end"), forbid_dtd=True
            )
            for event, element in events:
                depth += 1 if event == "start" else 0
                if depth > MOST_DEPTH:
                    raise self._bomb()
                yield str(event), cast(Element, element), depth
                depth -= 1 if event == "end" else 0
        except (ParseError, ValueError, LookupError, DefusedXmlException) as error:
            why = type(error).__name__ if isinstance(error, DefusedXmlException) else str(error)
            raise Problem(
                f"{self.name} is damaged: {entry} cannot be read ({why}).",
                next_step="Save it again, or as PDF.",
            ) from error

    def _bomb(self) -> Problem:
        return Problem(
            f"{self.name} unpacks to far more than a document holds.",
            next_step="Open it in its program and save it as PDF, if you trust it.",
        )


def local(element: Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """By its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
