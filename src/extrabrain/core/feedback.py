"""Feedback on one answer: plain data in the shape that the command line prints."""

from dataclasses import dataclass
from typing import Literal

from extrabrain.core.finding import Finding
from extrabrain.core.question import Pattern
from extrabrain.core.quote import Quote

PartStatus = Literal["present", "weak", "missing"]
PointStatus = Literal["covered", "partly", "missing"]
Missing = Literal["who", "what", "metric", "threshold", "when", "example"]
Axis = Literal["technical", "tradeoffs", "judgement", "communication"]
LengthVerdict = Literal["short", "right", "long"]

AXES: tuple[Axis, ...] = ("technical", "tradeoffs", "judgement", "communication")


@dataclass(frozen=True, slots=True)
class PartFound:
    """One part of the pattern; `quote` is where it was said, none where it is missing."""

    part: str
    status: PartStatus
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Structure:
    pattern: Pattern
    parts: tuple[PartFound, ...]


@dataclass(frozen=True, slots=True)
class PointFound:
    """One key point of the question; `score` is 0–1."""

    point: str
    status: PointStatus
    score: float
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """`overall` is 0–1, none where the question has no key points."""

    overall: float | None
    points: tuple[PointFound, ...]


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """Specificity of one sentence, 0 (anyone could say it) to 1 (who did what with which effect)."""

    start_char: int
    end_char: int
    score: float
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Specificity:
    overall: float
    sentences: tuple[SentenceScore, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Length:
    verdict: LengthVerdict
    target_words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it was said. Times and pace are none for a typed answer."""

    duration_ms: int | None
    words_per_minute: float | None
    fillers: tuple[Quote, ...]
    hedges: tuple[Quote, ...]
    pauses: tuple[Pause, ...]
    length: Length
    filled_pauses: tuple[Pause, ...] = ()
    """`uh` and `um` that were heard in the sound but are not in the text; they count as fillers too."""


@dataclass(frozen=True, slots=True)
class AxisScore:
    """A rubric score 0–4 and the quotes that it rests on."""

    axis: Axis
    score: float
    because: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The user's own sentence, and how it could be said; blanks in `[…]` are facts only the user has."""

    why: str
    before: Quote
    after: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that the coach says of one answer. `words` is the word count; `text` is what every quote slices."""

    id: str
    question: str
    pattern: Pattern
    text: str
    words: int
    findings: tuple[Finding, ...]
    structure: Structure
    coverage: Coverage
    specificity: Specificity
    delivery: Delivery
    rubric: tuple[AxisScore, ...]
    next_steps: tuple[NextStep, ...]
    follow_ups: tuple[str, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """The glance a speaker gets while talking: never anything to read."""

    at_ms: int
    words: int
    words_per_minute: float | None
    fillers: int
    target_words: tuple[int, int]
    parts: tuple[str, ...]
    """Parts of the pattern heard so far."""
    vague: tuple[tuple[int, int], ...]
    """Character spans of vague sentences in the text so far."""
