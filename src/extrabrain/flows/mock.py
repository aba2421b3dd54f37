"""A mock interview: questions asked one after the other, with follow-ups on what an answer left out."""

from collections.abc import Mapping
from random import Random

from extrabrain.core.clock import utc_now
from extrabrain.core.errors import Conflict, NotFound
from extrabrain.core.question import Question
from extrabrain.flows.follow_up import follow_up_question, probe
from extrabrain.flows.history import practised
from extrabrain.flows.interviewer import Interviewer
from extrabrain.flows.mock_choose import Wish, choose
from extrabrain.flows.practice import new_id
from extrabrain.flows.today import tried
from extrabrain.record import answers, mocks
from extrabrain.record.db import Store
from extrabrain.record.mocks import MockTurn, StoredMock

SPACING = 10
"""Between the positions of planned questions, so that follow-ups fit in between."""


class Mocks:
    """Starts interviews and leads through them; everything it returns is already on disk.

    With an `interviewer` follow-ups are in its words; the coach says whether there is one, and about what.
    """

    def __init__(self, store: Store, interviewer: Interviewer | None = None) -> None:
        self._store = store
        self._interviewer = interviewer

    def start(self, questions: Mapping[str, Question], wish: Wish, random: Random) -> StoredMock:
        """A new interview with the questions that fit the wish; `UsageProblem` for a wish that cannot be."""
        answered = [line for line in practised(self._store) if line.overall is not None]
        chosen = choose(tried(questions, answered), wish, random)
        if not chosen:
            raise NotFound("The bank has no question to ask.", next_step="Import a pack of questions.")
        mock_id = new_id()
        planned = [(place * SPACING, questions[question_id]) for place, question_id in enumerate(chosen)]
        mocks.add(self._store, mock_id, utc_now(), planned)
        return mocks.get(self._store, mock_id)

    def turn(self, mock_id: str, position: int) -> MockTurn:
        """The open turn at a position. `Conflict` where it is over, `NotFound` where there is none."""
        mock = mocks.get(self._store, mock_id)
        found = next((turn for turn in mock.turns if turn.position == position), None)
        if found is None:
            raise NotFound("This interview has no such question.", next_step="Load the page again.")
        if mock.ended_at is not None or found.state != "open":
            raise Conflict("This question is already over.", next_step="Load the page again.")
        return found

    def link(self, mock_id: str, position: int, session_id: str) -> None:
        mocks.link(self._store, mock_id, position, session_id)

    def close(self, mock_id: str, position: int, *, skipped: bool) -> StoredMock:
        """Goes on to the next question, a follow-up where the answer left something out.

        Asked again for a turn that is over, it changes nothing. `Conflict` for an answer without feedback.
        """
        mock = mocks.get(self._store, mock_id)
        turn = next((t for t in mock.turns if t.position == position), None)
        if turn is not None and turn.state == "open" and mock.ended_at is None:
            if skipped:
                mocks.close(self._store, mock_id, position, "skipped")
            else:
                self._answered(mock, turn)
        return self._settled(mock_id)

    def end(self, mock_id: str) -> StoredMock:
        """Ends it now; what is still open was not asked."""
        mocks.end(self._store, mock_id, utc_now())
        return mocks.get(self._store, mock_id)

    def _answered(self, mock: StoredMock, turn: MockTurn) -> None:
        found = answers.latest(self._store, turn.session_id) if turn.session_id else None
        if found is None:
            raise Conflict("This question has no answer yet.", next_step="Answer it, or skip it.")
        ask = probe(found.feedback) if turn.follows is None else None
        if ask is not None and self._interviewer is not None:
            ask = self._interviewer.word(turn.question, found.answer.text, ask) or ask
        if ask is not None:
            place = turn.position + 1
            question = follow_up_question(turn.question, ask, mock.mock_id)
            mocks.follow_up(self._store, mock.mock_id, turn.position, place, question)
        mocks.close(self._store, mock.mock_id, turn.position, "answered")

    def _settled(self, mock_id: str) -> StoredMock:
        mock = mocks.get(self._store, mock_id)
        return mock if any(turn.state == "open" for turn in mock.turns) else self.end(mock_id)
