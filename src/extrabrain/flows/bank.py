"""The bank a user sees: the built-in questions and their own, under one set of ids."""

from collections.abc import Mapping
from typing import Protocol

from extrabrain.bank.pack import Pack, builtin
from extrabrain.core.errors import Conflict, NotFound
from extrabrain.core.question import Pattern, Question, QuestionKind


class OwnQuestions(Protocol):
    """Where the user's own questions are kept."""

    def read(self) -> list[Question]: ...

    def keep(self, questions: list[Question]) -> None: ...


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
