"""Shapes of the live part of the wire."""

from dataclasses import dataclass
from typing import Literal

from extrabrain.core.session import Permission, Setting
from extrabrain.flows.told import Told
from extrabrain.web.shapes import Feed


@dataclass(frozen=True, slots=True)
class LiveWish:
    """`confirmed`: that the rules of the occasion permit what is named; `by`: who said so."""

    setting: Setting
    permissions: tuple[Permission, ...] = ()
    confirmed: bool = False
    by: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class LiveBegun:
    """`attempt` is always 1. `microphone` says who listens; `none` where transcription is off."""

    session_id: str
    attempt: int
    microphone: Literal["none", "browser", "computer"]


@dataclass(frozen=True, slots=True)
class LiveState:
    """A live session that runs. `fed_by` is none where nothing is transcribed."""

    session_id: str
    setting: Setting
    permissions: tuple[Permission, ...]
    confirmed_by: str | None
    title: str
    elapsed_ms: int
    fed_by: Feed | None
    notes: str


@dataclass(frozen=True, slots=True)
class NoteWish:
    text: str


@dataclass(frozen=True, slots=True)
class NoteKept:
    """The line as it was kept, with its time."""

    line: str


@dataclass(frozen=True, slots=True)
class HelpWish:
    """About which question; empty: the last one that was heard."""

    question: str = ""


@dataclass(frozen=True, slots=True)
class LiveHelp:
    """Questions that were heard, newest first, and what the user's own documents say to the one looked up."""

    questions: tuple[str, ...]
    told: Told | None
