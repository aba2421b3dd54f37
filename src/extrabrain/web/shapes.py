"""Shapes that only the wire has: what a request carries, and answers that no other room makes.

Handlers answer with these, so that the OpenAPI document, the docs and the page's types cannot say otherwise.
"""

from dataclasses import dataclass, fields
from typing import Literal

from extrabrain.core.event import Event, Noticed
from extrabrain.core.feedback import Pulse
from extrabrain.core.question import Pattern, Question, QuestionKind
from extrabrain.guard.agreed_file import How
from extrabrain.guard.keys import Place
from extrabrain.weights.listing import Listed

Source = Literal["browser", "computer"]
Feed = Literal["browser", "computer", "sample"]
"""Whose microphone hears the answer: the browser's, or this computer's through the app itself."""


@dataclass(frozen=True, slots=True)
class Pulling:
    """The model that is being fetched."""

    id: str
    done_bytes: int
    total_bytes: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class ModelsState:
    """Of the models that speaking needs."""

    ready: bool
    missing: tuple[str, ...]
    pulling: Pulling | None


@dataclass(frozen=True, slots=True)
class StatusRecord:
    version: str
    posture: Literal["local", "hybrid"]
    jailed: bool
    jail: Literal["namespace", "seccomp", "sandbox", "none"]
    engine: str
    coach: str
    key_place: Place
    locked: bool
    microphone: Source
    models: ModelsState
    problem: Noticed | None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in the list; `best` is the best overall score so far, 0–4."""

    question_id: str
    text: str
    kind: QuestionKind
    pattern: Pattern
    topics: tuple[str, ...]
    difficulty: int
    tests: str
    attempts: int
    best: float | None
    own: bool


@dataclass(frozen=True, slots=True)
class QuestionCard(Question):
    """A question as it is practised: how long its answer should be, its parts, whether it is the user's."""

    target_words: tuple[int, int] = (0, 0)
    parts: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt. With `microphone` "computer" the app itself listens and the page sends no sound."""

    session_id: str
    attempt: int
    microphone: Source = "browser"


@dataclass(frozen=True, slots=True)
class Running:
    """An attempt that is being spoken now. `fed_by` is where its sound comes from: all but the
    "browser" the app takes in itself. `has_page` while a page looks at it. A live session, in which nobody
    asks from the bank, has an empty `question_id`."""

    session_id: str
    question_id: str
    attempt: int
    has_page: bool
    fed_by: Feed


@dataclass(frozen=True, slots=True)
class PackTaken:
    pack: str
    title: str
    new: int
    updated: int


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """`provider` hears where it is not this machine; `missing` says what it lacks to be chosen."""

    name: str
    title: str
    model_id: str
    ready: bool
    provider: str = ""
    missing: Noticed | None = None
    needs_key: bool = False


@dataclass(frozen=True, slots=True)
class SettingsRecord:
    """`device` is the name of this computer's microphone; empty for the one that the system prefers."""

    engine: str
    engines: tuple[EngineChoice, ...]
    microphone: Source
    device: str
    home: str
    models: str
    key_place: Place
    key_file: str


@dataclass(frozen=True, slots=True)
class Microphones:
    """Of this computer, by name. `problem` says why there are none."""

    devices: tuple[str, ...]
    problem: Noticed | None


@dataclass(frozen=True, slots=True)
class ModelLine(Listed):
    """`in_use`: the chosen engine's, so it cannot be removed. `problem`: why the last pull failed."""

    in_use: bool = False
    problem: Noticed | None = None


@dataclass(frozen=True, slots=True)
class ModelList:
    """`under_way`: ids, the one being fetched, then those that wait."""

    models: tuple[ModelLine, ...]
    memory_mb: int
    under_way: tuple[str, ...]
    pulling: Pulling | None


@dataclass(frozen=True, slots=True)
class Freed:
    freed_bytes: int


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """What the form of an own question sends; what is left out stays as it is."""

    text: str = ""
    kind: QuestionKind = "technical"
    topics: tuple[str, ...] = ()
    difficulty: int = 2
    tests: str = ""
    key_points: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    strong: str = ""


@dataclass(frozen=True, slots=True)
class PracticeWish:
    """With `text` the answer is typed; with `sample` our own recording is played in."""

    question_id: str
    text: str | None = None
    sample: Literal["weak", "strong"] | None = None


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """With `text` the answer is typed, else it is spoken."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class TurnClose:
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class NotesText:
    text: str


@dataclass(frozen=True, slots=True)
class InterviewDay:
    """As `2026-12-01`, or none."""

    date: str | None


@dataclass(frozen=True, slots=True)
class AgreedWish:
    """How what was shown may go; `shown` is that of the preview. `remember`: so from now on."""

    how: How
    shown: str
    remember: bool = False


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Whatever is given is changed. `agreed` answers what was shown before a hosted engine may hear."""

    engine: str | None = None
    microphone: Source | None = None
    device: str | None = None
    agreed: AgreedWish | None = None


@dataclass(frozen=True, slots=True)
class EventMessage:
    """An event of the session, on disk before it is sent; from `SEQ` on, then new ones."""

    event: Event


@dataclass(frozen=True, slots=True)
class PulseMessage:
    """The glance while speaking; only the newest matters, none is kept."""

    pulse: Pulse


@dataclass(frozen=True, slots=True)
class AckMessage:
    """Frames 0 to `frames` − 1 are on disk; after a reconnect the page sends again from `frames` on."""

    frames: int


@dataclass(frozen=True, slots=True)
class LevelMessage:
    """Loudness 0–1 on a scale of decibels (0 at −60 dBFS) of sound that the app itself takes in."""

    level: float


@dataclass(frozen=True, slots=True)
class ProblemMessage:
    """Something is in the way: what, and what to do about it."""

    what: str
    next_step: str


FROM_SERVER: dict[str, type] = {
    "event": EventMessage,
    "pulse": PulseMessage,
    "ack": AckMessage,
    "level": LevelMessage,
    "problem": ProblemMessage,
}
"""What the server says on a WebSocket, by its `type`."""

FROM_PAGE: dict[str, str] = {
    "stop": "the answer is over; feedback follows as events",
    "pause": "what is sent from now on is not kept, and becomes silence",
    "resume": "on with it",
}
"""What the page says, by its `type`."""


def card_of(
    question: Question, target_words: tuple[int, int], parts: tuple[str, ...], own: bool
) -> QuestionCard:
    plain = {field.name: getattr(question, field.name) for field in fields(Question)}
    return QuestionCard(**plain, target_words=target_words, parts=parts, own=own)
