"""The bank a user sees: the built-in questions and their own, under one set of ids."""

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any, Protocol

from extrabrain.bank.pack import Pack, builtin, own_question
from extrabrain.core.errors import Conflict, NotFound
from extrabrain.core.question import Pattern, Question, QuestionKind


class OwnQuestions(Protocol):
    """Where the user's own questions are kept."""

    def read(self) -> list[Question]: ...

    def keep(self, questions: list[Question]) -> None: ...

    def forget(self, question_id: str) -> None: ...


class Bank:
    """`own` comes last and cannot take a built-in id."""

    def __init__(self, own: OwnQuestions) -> None:
        self._own = own

    def all(self) -> dict[str, Question]:
        return {**builtin(), **{q.question_id: q for q in self._own.read()}}

    def get(self, question_id: str) -> Question:
        """`NotFound` names the nearest ids."""
        return find(self.all(), question_id)

    def filtered(
        self,
        *,
        kind: QuestionKind | None = None,
        pattern: Pattern | None = None,
        topic: str | None = None,
        words: str = "",
    ) -> list[Question]:
        """Questions that match everything given; `words` must all occur in the text, id or topics."""
        wanted = words.lower().split()

        def fits(question: Question) -> bool:
            text = " ".join((question.question_id, question.text, *question.topics)).lower()
            return (
                (kind is None or question.kind == kind)
                and (pattern is None or question.pattern == pattern)
                and (topic is None or topic in question.topics)
                and all(word in text for word in wanted)
            )

        return [question for question in self.all().values() if fits(question)]

    def add(self, question: Question) -> None:
        """`Conflict` if the id is taken."""
        if question.question_id in self.all():
            raise Conflict(
                f"The id {question.question_id!r} is taken.", next_step="Give another one with --id."
            )
        self._own.keep([question])

    def adopt(self, question: Question) -> None:
        """Takes a question that a document prompted, in place of one of the same id."""
        self._own.keep([question])

    def is_own(self, question_id: str) -> bool:
        """Whether the user may change it: added by hand or with a pack of theirs."""
        return question_id not in builtin()

    def write(self, fields: Mapping[str, Any]) -> Question:
        """Keeps a new question of the user's, under an id made from its text.

        `fields` are those of a pack's question; `UsageProblem` names the one that is off.
        """
        question = own_question({**fields, "id": free_id(str(fields.get("text", "")), self.all())})
        self._own.keep([question])
        return question

    def change(self, question_id: str, fields: Mapping[str, Any]) -> Question:
        """Changes a question of the user's; what `fields` leave out stays. Problems as in `write`."""
        before = self._mine(question_id)
        made = own_question({**fields, "id": question_id})
        given = {name: getattr(made, name) for name in fields}
        question = replace(before, **given, pattern=made.pattern)
        self._own.keep([question])
        return question

    def remove(self, question_id: str) -> None:
        """Forgets a question of the user's; attempts at it stay. `NotFound` and `Conflict` as they apply."""
        self._mine(question_id)
        self._own.forget(question_id)

    def _mine(self, question_id: str) -> Question:
        question = self.get(question_id)
        if not self.is_own(question_id):
            raise Conflict(
                "This question came with the app.",
                next_step="Add one of your own instead; it can be changed.",
            )
        return question

    def take(self, pack: Pack) -> tuple[int, int]:
        """Imports a pack; questions that are there already are updated. Returns (new, updated)."""
        present = self.all()
        clash = next((q for q in pack.questions if q.question_id in builtin()), None)
        if clash is not None:
            raise Conflict(
                f"The pack's question {clash.question_id!r} has the id of a built-in question.",
                next_step="Give it another id in the pack.",
            )
        new = sum(q.question_id not in present for q in pack.questions)
        self._own.keep(list(pack.questions))
        return new, len(pack.questions) - new


def find(questions: Mapping[str, Question], question_id: str) -> Question:
    from difflib import get_close_matches

    question = questions.get(question_id)
    if question is not None:
        return question
    near = get_close_matches(question_id, questions, n=3, cutoff=0.4)
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    raise NotFound(
        f"There is no question {question_id!r}.", next_step=f"{hint}`extrabrain questions list` shows all."
    )


def free_id(text: str, taken: Container[str]) -> str:
    """An id from the first words of a question that no other has."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    stem = "-".join(words[:6])[:48].strip("-") or "question"
    number = 2
    found = stem
    while found in taken:
        found = f"{stem}-{number}"
        number += 1
    return found
