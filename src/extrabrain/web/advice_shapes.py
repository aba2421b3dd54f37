"""Shapes of the advice part of the wire."""

from dataclasses import dataclass

from extrabrain.app.minds import Mind, State
from extrabrain.core.advice import Prompt
from extrabrain.web.shapes import AgreedWish


@dataclass(frozen=True, slots=True)
class AdviceWish:
    """Of a session, or of what was typed. Without an engine the chosen one; `none` asks the stand-in.

    `agreed` answers what was shown before the first send of a kind.
    """

    task: str
    session_id: str = ""
    question: str = ""
    answer: str = ""
    wish: str = ""
    profile: str | None = None
    engine: str | None = None
    agreed: AgreedWish | None = None


@dataclass(frozen=True, slots=True)
class PromptRecord:
    """Exactly what the model would be given. `engine` is none where the stand-in would answer."""

    engine: str | None
    prompt: Prompt
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InProgram:
    engine: str
    state: State


@dataclass(frozen=True, slots=True)
class EnginesRecord:
    """`chosen` is empty where the stand-ins answer."""

    chosen: str
    in_program: tuple[InProgram, ...]
    providers: tuple[Mind, ...]


@dataclass(frozen=True, slots=True)
class MindChoice:
    engine: str


@dataclass(frozen=True, slots=True)
class ProviderWish:
    """A key for one that is known, or an address of the user's own."""

    name: str
    url: str = ""
    title: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """What came back, shortened."""

    said: str
