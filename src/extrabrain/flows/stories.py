"""Stories from the user's own material: found, kept, edited, and laid out against what will be asked."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from extrabrain.bank.competencies import BY_ID, COMPETENCIES, signs
from extrabrain.bank.generate.draft import Material
from extrabrain.bank.story_hints import hints
from extrabrain.core.errors import UsageProblem
from extrabrain.core.question import Question
from extrabrain.core.story import STORY_PARTS, Story, StoryPart
from extrabrain.record import documents, stories
from extrabrain.record.db import Store

if TYPE_CHECKING:
    from extrabrain.coach.coach import Coach
    from extrabrain.library.embed import Vectors

FITS = 0.3
"""Cosine from which a story is offered for a question."""

ASKED = 0.12
"""What it adds that the story shows the competency which the question asks for."""

MOST_OFFERED = 3
MOST_CANDIDATES = 12


class Embedder(Protocol):
    def embed(self, texts: Sequence[str]) -> "Vectors": ...


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story with what each part still lacks, and the parts that are not there."""

    story: Story
    hints: dict[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a competency or a question, with the stories that show it; none is a gap."""

    id: str
    title: str
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    stories: tuple[Story, ...]
    competencies: tuple[Asked, ...]
    questions: tuple[Asked, ...]
    gaps: tuple[str, ...]
    """Titles of competencies without a story."""


class Stories:
    def __init__(self, store: Store, embedder: Embedder | None) -> None:
        self._store = store
        self._embedder = embedder

    def extract(self, coach: "Coach", *, document_id: int | None = None, keep: bool = False) -> list[Story]:
        """Candidates from the documents that are turned on, best first; what was kept or refused is left out.

        With `keep` they are kept at once.
        """
        from extrabrain.flows.episodes import candidates

        decided = {story.story_id for story in stories.list_stories(self._store)}
        found: dict[str, Story] = {}
        per_document = [candidates(m, coach) for m in self._materials(document_id)]
        for place in range(max((len(c) for c in per_document), default=0)):
            for own in per_document:
                if place < len(own) and own[place].story_id not in decided:
                    found.setdefault(own[place].story_id, own[place])
        chosen = sorted(found.values(), key=lambda story: -len(story.parts))[:MOST_CANDIDATES]
        if not keep:
            return chosen
        return [stories.save(self._store, replace(story, state="kept")) for story in chosen]

    def keep(self, candidate: Story) -> Story:
        return stories.save(self._store, replace(candidate, state="kept"))

    def refuse(self, candidate: Story) -> None:
        """It is not offered again."""
        stories.save(self._store, replace(candidate, state="rejected"))

    def add(self, title: str, parts: Mapping[str, str]) -> Story:
        """`UsageProblem` without a title, without any text, or with a part that is none."""
        if not title.strip():
            raise UsageProblem("The story has no title.", next_step="Give it a short one.")
        made = _parts((), parts)
        if not made:
            raise UsageProblem("The story has no text.", next_step="Write at least one part of it.")
        text = " ".join(part.text for part in made)
        story = Story(_id(title), title.strip(), made, signs(f"{title} {text}")[:3])
        return stories.save(self._store, story)

    def edit(
        self,
        story_id: str,
        *,
        title: str | None = None,
        parts: Mapping[str, str] | None = None,
        competencies: Sequence[str] | None = None,
        questions: Sequence[str] | None = None,
    ) -> Story:
        """A new version; what is not given stays, an empty part is taken out."""
        story = stories.get(self._store, story_id)
        if title is not None and not title.strip():
            raise UsageProblem("The story has no title.", next_step="Give it a short one.")
        for competency in competencies or ():
            if competency not in BY_ID:
                raise UsageProblem(
                    f"There is no competency {competency!r}.", next_step=f"Choose of {', '.join(BY_ID)}."
                )
        changed = replace(
            story,
            title=story.title if title is None else title.strip(),
            parts=_parts(story.parts, parts or {}),
            competencies=story.competencies if competencies is None else tuple(dict.fromkeys(competencies)),
            questions=story.questions if questions is None else tuple(dict.fromkeys(questions)),
        )
        return stories.save(self._store, changed)

    def matrix(self, questions: Mapping[str, Question]) -> Matrix:
        """Stories against competencies, and against the questions that ask for one."""
        kept = stories.list_stories(self._store, state="kept")
        asked = [q for q in questions.values() if q.pattern == "star"]
        offered = self._offers(kept, asked)
        competencies = tuple(
            Asked(
                c.competency_id, c.title, tuple(s.story_id for s in kept if c.competency_id in s.competencies)
            )
            for c in COMPETENCIES
        )
        columns = tuple(
            Asked(q.question_id, q.text, tuple(s.story_id for s in offered[q.question_id])) for q in asked
        )
        gaps = tuple(c.title for c in competencies if not c.stories)
        return Matrix(tuple(kept), competencies, columns, gaps)

    def offered(self, question: Question) -> list[Story]:
        """Stories to answer it with: those that the user chose for it, then those that fit best."""
        kept = stories.list_stories(self._store, state="kept")
        return self._offers(kept, [question])[question.question_id]

    def _offers(self, kept: Sequence[Story], questions: Sequence[Question]) -> dict[str, list[Story]]:
        chosen = {q.question_id: [s for s in kept if q.question_id in s.questions] for q in questions}
        if not kept or not questions:
            return chosen
        if self._embedder is None:
            near = [[_shared(q, s) for s in kept] for q in questions]
        else:
            near = self._near(self._embedder, kept, questions)
        for question, row in zip(questions, near, strict=True):
            own = chosen[question.question_id]
            best = sorted(range(len(kept)), key=lambda n: -row[n])
            own += [kept[n] for n in best if row[n] >= FITS and kept[n] not in own]
            chosen[question.question_id] = own[:MOST_OFFERED]
        return chosen

    def _near(
        self, embedder: Embedder, kept: Sequence[Story], questions: Sequence[Question]
    ) -> list[list[float]]:
        """Questions × stories."""
        asked = embedder.embed([q.text for q in questions])
        near = asked @ embedder.embed([f"{s.title}. {s.text}" for s in kept]).T
        about = (asked @ embedder.embed([c.about for c in COMPETENCIES]).T).argmax(axis=1)
        for row, best in enumerate(about):
            shown = COMPETENCIES[int(best)].competency_id
            near[row] += [ASKED * (shown in story.competencies) for story in kept]
        return near.tolist()

    def _materials(self, document_id: int | None) -> list[Material]:
        if document_id is not None:
            ids = [document_id]
        else:
            ids = [d.document_id for d in documents.list_documents(self._store) if d.enabled]
        found = [documents.get(self._store, i) for i in ids]
        return [Material(d.document_id, d.kind, d.title, text) for d, text in found]


def card(story: Story) -> StoryCard:
    return StoryCard(story, hints(story), story.missing)


def _parts(before: Sequence[StoryPart], given: Mapping[str, str]) -> tuple[StoryPart, ...]:
    """A part whose text is as it was keeps its place in the document."""
    for part in given:
        if part not in STORY_PARTS:
            raise UsageProblem(
                f"A story has no {part!r}.", next_step=f"Its parts are {', '.join(STORY_PARTS)}."
            )
    by = {part.part: part for part in before}
    for part, text in given.items():
        plain = text.strip()
        if part not in by or by[part].text.strip() != plain:
            by[part] = StoryPart(part, plain)
    return tuple(by[part] for part in STORY_PARTS if part in by and by[part].text)


def _shared(question: Question, story: Story) -> float:
    """The share of the question's longer words that the story has; stands in for meaning."""
    words = set(re.findall(r"[a-z]{5,}", question.text.lower()))
    return len(words & set(re.findall(r"[a-z]{5,}", story.text.lower()))) / len(words) if words else 0.0


def _id(title: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower())[:5])[:40].strip("-")
    return f"{words or 'story'}-{secrets.token_hex(2)}"
