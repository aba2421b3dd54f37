"""Plain text, as it is."""

from pathlib import PurePath

from extrabrain.library.decode import decoded
from extrabrain.library.headings import headings_of
from extrabrain.library.reading import Reading


def read(data: bytes, name: str) -> list[Reading]:
    """One document; its lines are those of the file."""
    text = decoded(data, name)
    return [Reading(text, PurePath(name).stem, headings=headings_of(text))]
