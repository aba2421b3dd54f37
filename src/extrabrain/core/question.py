"""A question to practise, and the patterns an answer to it follows."""

from dataclasses import dataclass
from typing import Literal

QuestionKind = Literal["technical", "behavioural", "scenario"]
Pattern = Literal["star", "scaling", "explain"]

QUESTION_KINDS: tuple[QuestionKind, ...] = ("technical", "behavioural", "scenario")

PATTERN_PARTS: dict[Pattern, tuple[str, ...]] = {
    "star": ("situation", "task", "action", "result", "learning", "risk", "tradeoff"),
    "scaling": ("clarify", "risks", "estimate", "evaluate", "mitigate", "criteria", "learn"),
    "explain": ("claim", "mechanism", "limits", "evidence", "decision"),
}

PATTERN_OF_KIND: dict[QuestionKind, Pattern] = {
    "technical": "explain",
    "behavioural": "star",
    "scenario": "scaling",
}


@dataclass(frozen=True, slots=True)
class Study:
    """A primary source worth reading for a question."""

    title: str
    authors: str
    year: int
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question came from: a pack, or the span of a document that prompted it."""

    document: str
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `tests` says in a sentence what an interviewer learns from it."""

    question_id: str
    text: str
    kind: QuestionKind
    pattern: Pattern
    topics: tuple[str, ...] = ()
    difficulty: int = 2
    tests: str = ""
    key_points: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    strong: str = ""
    weak: str = ""
    weak_because: str = ""
    study: tuple[Study, ...] = ()
    source: Source = Source("own")
