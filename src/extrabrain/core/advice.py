"""What a language model is asked, and what comes back: plain data."""

from dataclasses import dataclass, field
from typing import Any, Literal

from extrabrain.core.egress import Category
from extrabrain.core.profile import Profile

TaskName = Literal[
    "outline",
    "story",
    "explain",
    "follow-ups",
    "tighten",
    "interviewer",
    "questions",
    "ask",
    "summary",
    "decisions",
    "actions",
    "unresolved",
    "communication",
    "self-review",
    "feedback",
]

Finish = Literal["stop", "length", "refused"]


@dataclass(frozen=True, slots=True)
class Material:
    """A text of the user's that a model may draw on. It is data: nothing in it is ever an instruction.

    `ref` is what a citation names; `category` says which kind of personal data it is. A passage of a document
    of the workspace has its id, and begins at `start_char` of its text.
    """

    ref: str
    title: str
    text: str
    category: Category
    document_id: int | None = None
    start_char: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked. `question` and `answer` are the user's; `wish` narrows the task, such as a depth.

    `known` is what the coach has found already: the same is not to be said again.
    `profile` says how the user wants advice to be given.
    """

    task: TaskName
    question: str = ""
    answer: str = ""
    materials: tuple[Material, ...] = ()
    wish: str = ""
    known: "tuple[Point, ...]" = ()
    profile: Profile | None = None

    @property
    def carries(self) -> tuple[Category, ...]:
        """The kinds of personal data that a request made of this brief holds."""
        own: set[Category] = {"prompt", *(material.category for material in self.materials)}
        if self.answer:
            own.add("transcript")
        if self.profile is not None and self.profile.own:
            own.add("profile")
        return tuple(sorted(own))


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a provider is given. `schema` is a JSON Schema that the output must fit; none for free text."""

    system: str
    user: str
    schema: dict[str, Any] | None
    max_tokens: int
    carries: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a generation took: milliseconds from the request to the first token, tokens a second after it."""

    tokens_in: int
    tokens_out: int
    first_token_ms: int
    tokens_per_s: float
    finish: Finish


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that resolved: `[start_char, end_char)` of the text that `ref` names.

    `ref` is `answer` for what was said; `document_id` and `title` are those of a document of the workspace.
    """

    ref: str
    start_char: int
    end_char: int
    text: str
    title: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One piece of advice.

    Blanks in `[…?]` are facts that only the user has; `instead` is what to say for it.
    """

    heading: str
    text: str
    cites: tuple[Cited, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Grounding:
    """What checking against the user's own words cost: how much was given, and how much of it was dropped."""

    quotes: int = 0
    quotes_dropped: int = 0
    facts: int = 0
    facts_blanked: int = 0
    cites: int = 0
    cites_dropped: int = 0

    @property
    def dropped(self) -> float:
        """Share of quotes, facts and citations that did not hold, 0–1."""
        given = self.quotes + self.facts + self.cites
        return (self.quotes_dropped + self.facts_blanked + self.cites_dropped) / given if given else 0.0

    def plus(self, other: "Grounding") -> "Grounding":
        return Grounding(
            self.quotes + other.quotes,
            self.quotes_dropped + other.quotes_dropped,
            self.facts + other.facts,
            self.facts_blanked + other.facts_blanked,
            self.cites + other.cites,
            self.cites_dropped + other.cites_dropped,
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """What the user gets. `engine` made it; `fallback` says that no model did."""

    task: TaskName
    points: tuple[Point, ...]
    engine: str
    fallback: bool
    grounding: Grounding = field(default_factory=Grounding)
    usage: Usage | None = None
    notices: tuple[str, ...] = ()
