"""A mock interview: what it asks, when it follows up, and what its report says."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from random import Random

import pytest

from extrabrain.advice.provider import Provider
from extrabrain.coach.coach import Coach
from extrabrain.coach.phrases import phrases
from extrabrain.core.advice import Prompt, Usage
from extrabrain.core.errors import Conflict, NotFound, UsageProblem
from extrabrain.core.question import PATTERN_OF_KIND, Question, QuestionKind
from extrabrain.flows import history
from extrabrain.flows.interviewer import Interviewer
from extrabrain.flows.mock import Mocks
from extrabrain.flows.mock_choose import ROLES, Wish, choose
from extrabrain.flows.mock_report import listed, markdown, report
from extrabrain.flows.practice import Practice
from extrabrain.flows.progress import progress
from extrabrain.flows.today import Tried
from extrabrain.record import mocks, sessions
from extrabrain.record.db import Store

WEAK = "We will balance safety and helpfulness. Our filter always works, so nothing can go wrong."
KINDS: tuple[QuestionKind, ...] = ("technical", "behavioural", "scenario")
BANK = {
    q.question_id: q
    for q in (
        Question(f"{kind[0]}{n}", f"{kind} {n}?", kind, PATTERN_OF_KIND[kind], topics=(f"topic{n}", kind))
        for n in range(4)
        for kind in KINDS
    )
}


def known(question_id: str, latest: float | None = None) -> Tried:
    q = BANK[question_id]
    return Tried(question_id, q.text, q.kind, q.topics, 0 if latest is None else 1, latest, latest)


ALL = [known(question_id) for question_id in BANK]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "store.db", bytes(range(32))) as opened:
        yield opened


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("count", [3, 5, 8])
def test_kinds_follow_the_role_and_no_question_comes_twice(role: str, count: int) -> None:
    chosen = choose(ALL, Wish(role=role, count=count), Random(1))
    assert len(set(chosen)) == len(chosen) == count
    wanted = [ROLES[role][n % len(ROLES[role])] for n in range(min(count, 4))]
    assert [BANK[question_id].kind for question_id in chosen[: len(wanted)]] == wanted


def test_topics_come_first_and_the_rest_fills_up() -> None:
    chosen = choose(ALL, Wish(topics=("topic2",), count=5), Random(2))
    assert {BANK[q].topics[0] for q in chosen[:3]} == {"topic2"}
    assert len(chosen) == 5


def test_weak_answers_come_before_untried_and_those_before_good_ones() -> None:
    tried = [known("t0", 3.8), known("t1"), known("t2", 0.5), known("b0", 3.9), known("b1", 1.0)]
    chosen = choose(tried, Wish(count=5, role="mixed"), Random(3))
    assert chosen[:2] == ["b1", "t2"]
    assert chosen.index("t1") < chosen.index("t0")
    seen = {choose(ALL, Wish(weakness=False, count=3), Random(seed))[0] for seed in range(20)}
    assert len(seen) > 1, "chance decides between equals"


@pytest.mark.parametrize("wish", [Wish(count=2), Wish(count=9), Wish(role="astronaut")])
def test_a_wish_that_cannot_be_is_said(wish: Wish) -> None:
    with pytest.raises(UsageProblem):
        choose(ALL, wish, Random(1))


def answer(store: Store, mock_id: str, position: int, text: str = WEAK) -> str:
    question = Mocks(store).turn(mock_id, position).question
    attempt, _ = Practice(store, store.path.parent / "audio", lambda: Coach(None)).typed(question, text)
    Mocks(store).link(mock_id, position, attempt.session_id)
    return attempt.session_id


def test_an_answer_that_leaves_something_out_is_followed_up_once(store: Store) -> None:
    lead = Mocks(store)
    mock_id = lead.start(BANK, Wish(count=3), Random(1)).mock_id
    with pytest.raises(Conflict, match="no answer"):
        lead.close(mock_id, 0, skipped=False)
    first = answer(store, mock_id, 0)
    went_on = lead.close(mock_id, 0, skipped=False)
    assert [(t.position, t.follows, t.state) for t in went_on.turns] == [
        (0, None, "answered"),
        (1, 0, "open"),
        (10, None, "open"),
        (20, None, "open"),
    ]
    assert lead.close(mock_id, 0, skipped=False) == went_on, "asked twice, done once"
    assert went_on.turns[1].question.question_id != went_on.turns[0].question.question_id
    answer(store, mock_id, 1)
    assert len(lead.close(mock_id, 1, skipped=False).turns) == 4, "a follow-up gets none of its own"
    assert lead.close(mock_id, 10, skipped=True).ended_at is None
    over = lead.close(mock_id, 20, skipped=True)
    assert over.ended_at is not None
    with pytest.raises(Conflict):
        lead.turn(mock_id, 20)

    made = report(store, mock_id)
    assert made.turns[0].session_id == first and made.turns[0].missing
    assert made.overall == made.turns[0].overall, "follow-ups do not count"
    assert made.first_steps and {a.axis for a in made.axes} == {
        "technical",
        "tradeoffs",
        "judgement",
        "communication",
    }
    page = markdown(store, mock_id)
    assert page.startswith("# Mock interview\n") and "### Follow-up: " in page and "Skipped." in page
    (line,) = listed(store)
    assert (line.questions, line.answered, line.overall) == (4, 2, made.overall)


def test_it_can_be_ended_early_and_deleted_without_its_answers(store: Store) -> None:
    lead = Mocks(store)
    mock_id = lead.start(BANK, Wish(count=3), Random(1)).mock_id
    with pytest.raises(NotFound, match="no answer"):
        markdown(store, mock_id)
    session_id = answer(store, mock_id, 0)
    lead.close(mock_id, 0, skipped=False)
    ended = lead.end(mock_id)
    assert lead.end(mock_id) == ended
    sessions.delete(store, session_id)
    assert report(store, mock_id).turns[0].overall is None
    kept = answer_after_end(store)
    mocks.delete(store, mock_id)
    assert [s.session.session_id for s in sessions.list_sessions(store)] == [kept]
    for gone in (
        lambda: report(store, mock_id),
        lambda: lead.end(mock_id),
        lambda: mocks.delete(store, mock_id),
    ):
        with pytest.raises(NotFound, match="no mock interview"):
            gone()
    assert listed(store) == []


def answer_after_end(store: Store) -> str:
    practice = Practice(store, store.path.parent / "audio", lambda: Coach(None))
    return practice.typed(BANK["t0"], WEAK)[0].session_id


def test_a_follow_up_asks_for_a_missing_part_and_is_not_progress(store: Store) -> None:
    lead = Mocks(store)
    mock_id = lead.start({"t0": BANK["t0"]}, Wish(count=3), Random(1)).mock_id
    answer(store, mock_id, 0)
    asked = lead.close(mock_id, 0, skipped=False).turns[1].question
    assert asked.text in phrases().ask_about_part.values()
    answer(store, mock_id, 1)
    assert [point.question_id for point in progress(store, BANK)] == ["t0"]
    assert history.last_asked(store, asked.question_id) == asked
    assert history.last_asked(store, "nothing") is None


def test_an_empty_bank_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="no question to ask"):
        Mocks(store).start({}, Wish(), Random(1))


class Asker:
    """An interviewer that says what it is told to, or nothing for ever."""

    name = "asker"
    context_tokens = 8192

    def __init__(self, says: str) -> None:
        self._says = says
        self.given: list[Prompt] = []

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        self.given.append(prompt)
        await asyncio.sleep(0 if self._says else 60)
        yield json.dumps({"points": [{"text": self._says}]})


def followed_up(store: Store, engine: Provider) -> str:
    lead = Mocks(store, Interviewer(engine, limit_s=0.5))
    mock_id = lead.start(BANK, Wish(count=3), Random(1)).mock_id
    answer(store, mock_id, 0)
    return lead.close(mock_id, 0, skipped=False).turns[1].question.text


def test_a_model_words_the_follow_up_about_what_the_coach_saw_missing(store: Store) -> None:
    coached = followed_up(store, Asker("Thank you."))
    engine = Asker("You say that it always works. How would you notice if it did not?")
    assert followed_up(store, engine) == "You say that it always works. How would you notice if it did not?"
    assert f"Probe this: {coached}" in engine.given[0].user


@pytest.mark.parametrize(
    "says", ["Thank you.", "", "What did Priya Raghunathan at Google say?", "And the 43 percent, why?"]
)
def test_the_coach_asks_where_the_model_cannot(store: Store, says: str) -> None:
    """It asks nothing, is too slow, or asks about what nobody named."""
    asked = followed_up(store, Asker(says))
    assert asked in phrases().ask_about_part.values()
