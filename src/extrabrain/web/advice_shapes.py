"""Shapes of the advice part of the wire."""

from dataclasses import dataclass

from extrabrain.app.minds import Mind, State
from extrabrain.core.advice import Brief, Prompt
from extrabrain.core.egress import Category
from extrabrain.web.shapes import AgreedWish


@dataclass(frozen=True, slots=True)
class AdviceWish:
    """Of a session, or of what was typed. Without an engine the chosen one; `none` asks the stand-in.

    `documents` are chosen ones of the library, by id; `agreed` answers what was shown before the first send
    of a kind.
    """

    task: str
    session_id: str = ""
    question: str = ""
    answer: str = ""
    wish: str = ""
    profile: str | None = None
    engine: str | None = None
    agreed: AgreedWish | None = None
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenMaterial:
    """One text in the prompt and its place: `chars` of a document of the library from `start_char` on, or of a
    file, which has no `document_id`."""

    title: str
    category: Category
    document_id: int | None
    start_char: int
    chars: int


@dataclass(frozen=True, slots=True)
class PromptRecord:
    """Exactly what the model would be given. `engine` is none where the stand-in would answer."""

    engine: str | None
    prompt: Prompt
    notices: tuple[str, ...]
    materials: tuple[GivenMaterial, ...] = ()


def given_materials(brief: Brief) -> tuple[GivenMaterial, ...]:
    return tuple(
        GivenMaterial(m.title, m.category, m.document_id, m.start_char, len(m.text)) for m in brief.materials
    )


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
