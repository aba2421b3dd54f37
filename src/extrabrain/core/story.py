"""A story of the user's: what happened, told in parts, with where in their documents each part stands."""

from dataclasses import dataclass
from typing import Literal

StoryState = Literal["candidate", "kept", "rejected"]

STORY_PARTS: tuple[str, ...] = ("situation", "task", "risk", "tradeoff", "action", "result", "learning")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class StoryPart:
    """`[start_char, end_char)` of a document's text, where the part was found in one; none where it was
    written or changed by hand."""

    part: str
    text: str
    document_id: int | None = None
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """`parts` are those that are there, in telling order; `competencies` are ids of `bank.competencies`;
    `questions` those that the user wants to answer with it. `version` counts from 1."""

    story_id: str
    title: str
    parts: tuple[StoryPart, ...]
    competencies: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    state: StoryState = "kept"
    version: int = 1
    changed_at: str = ""

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)

    @property
    def missing(self) -> tuple[str, ...]:
        have = {part.part for part in self.parts if part.text.strip()}
        return tuple(part for part in STORY_PARTS if part not in have)
