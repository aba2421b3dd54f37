"""The bank's way to the user's own questions in the record."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.core.question import Question


class OwnQuestions:
    """The user's own questions, in the record; no store is made just to read none."""

    def __init__(self, bench: "Workbench") -> None:
        self._bench = bench

    def read(self) -> list["Question"]:
        if not self._bench.places.store.exists():
            return []
        from extrabrain.record import questions

        return questions.list_questions(self._bench.store)

    def keep(self, questions: list["Question"]) -> None:
        from extrabrain.record import questions as own

        own.save(self._bench.store, questions)

    def forget(self, question_id: str) -> None:
        from extrabrain.record import questions as own

        own.remove(self._bench.store, question_id)
