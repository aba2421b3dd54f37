"""The plan follows the answers, the wishes and what is done."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extrabrain.app.build import workbench
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.plan import PlanWish
from extrabrain.record import plans, reviews

ON, THEN = date(2026, 3, 2), date(2026, 3, 20)
WEAK = "We will balance safety and helpfulness, and our filter always works."


def test_it_has_a_day_for_every_date_and_stays_within_the_hours(home: Path) -> None:
    with workbench() as bench:
        plan = bench.study().plan(interview=THEN, on=ON)
    assert [d.on for d in plan.days] == [f"2026-03-{n:02}" for n in range(2, 21)]
    assert plan.days_left == 18
    assert all(day.minutes <= 60 for day in plan.days)
    assert plan.expected_then > plan.expected_now
    assert {i.kind for d in plan.days for i in d.items} == {"practise", "read", "habit", "mock", "story"}
    read = [i.item_id for d in plan.days for i in d.items if i.kind == "read"]
    assert len(read) == len(set(read)) > 3


def test_an_answer_is_done_at_once_and_the_plan_knows_what_it_missed(home: Path) -> None:
    today = date.today()
    with workbench() as bench:
        bench.practice.typed(bench.bank.get("rlhf-limits"), WEAK)
        plan = bench.study().plan(interview=today + timedelta(days=40), on=today)
    (done,) = [i for i in plan.days[0].items if i.done]
    assert done.item_id == "practise:rlhf-limits" and done.points
    assert plan.weak_axes and "rlhf" not in plan.untested_topics
    later = [
        i for d in plan.days[1:] for i in d.items if i.question_id == "rlhf-limits" and i.kind == "practise"
    ]
    assert later and later[0].points == done.points


def test_topics_and_role_decide_what_comes(home: Path) -> None:
    with workbench() as bench:
        bench.study().ask(lambda _: PlanWish(2.0, "policy", ("privacy",)))
        plan = bench.study().plan(interview=THEN, on=ON)
        first = [
            bench.bank.get(i.question_id)
            for i in plan.days[0].items
            if i.kind == "practise" and i.question_id
        ]
    assert plan.wish == PlanWish(2.0, "policy", ("privacy",))
    assert first and all("privacy" in q.topics for q in first[:3])


def test_what_is_marked_stays_marked_and_is_not_planned_again(home: Path) -> None:
    with workbench() as bench:
        study = bench.study()
        plan = study.plan(interview=THEN, on=ON)
        read = next(i for i in plan.days[0].items if i.kind != "practise")
        study.mark(read.item_id, interview=THEN, on=ON)
        again = study.plan(interview=THEN, on=ON)
        assert [i.done for i in again.days[0].items if i.item_id == read.item_id] == [True]
        study.mark(read.item_id, interview=THEN, on=ON, done=False)
        assert not any(i.done for i in study.plan(interview=THEN, on=ON).days[0].items)
        with pytest.raises(NotFound, match="no-such"):
            study.mark("no-such", interview=THEN, on=ON)


def test_the_user_s_own_grade_goes_first(home: Path) -> None:
    with workbench() as bench:
        session = bench.practice.typed(bench.bank.get("rlhf-limits"), WEAK)[0].session_id
        study = bench.study()
        study.grade(session, 1, 4)
        assert [r.grade for r in reviews.reviewed(bench.store)] == [4]
        (one,) = study.graded()
        assert (one.session_id, one.attempt, one.grade) == (session, 1, 4)
        assert one.question == bench.bank.get("rlhf-limits").text and one.by_rubric < 4
        far = date.fromordinal(datetime.now(UTC).date().toordinal() + 1)
        graded = study.plan(interview=None, on=far)
        study.grade(session, 1, None)
        plain = study.plan(interview=None, on=far)
        assert [r.grade for r in reviews.reviewed(bench.store)] == [None]
        assert graded.days != plain.days
        with pytest.raises(UsageProblem):
            study.grade(session, 1, 7)
        with pytest.raises(NotFound):
            study.grade("none", 1, 2)


def test_what_cannot_be_is_refused_with_a_next_step(home: Path) -> None:
    with workbench() as bench:
        study = bench.study()
        for wish in (
            PlanWish(0.0),
            PlanWish(30.0),
            PlanWish(1.0, "king"),
            PlanWish(1.0, "mixed", ("privcy",)),
        ):
            with pytest.raises(UsageProblem) as refused:
                study.ask(lambda _, wish=wish: wish)
            assert refused.value.next_step
        with pytest.raises(UsageProblem, match="past"):
            study.plan(interview=date(2026, 3, 1), on=ON)
        with pytest.raises(UsageProblem, match="more than"):
            study.plan(interview=date(2027, 3, 1), on=ON)


def test_of_two_wishes_at_once_neither_is_lost(home: Path) -> None:
    with workbench() as bench:
        study, go_on = bench.study(), threading.Event()
        changes: list[Callable[[PlanWish], PlanWish]] = [
            lambda before: replace(before, hours_a_day=3.0),
            lambda before: replace(before, role="policy"),
        ]
        holding = threading.Thread(target=lambda: bench.store.write(lambda _: go_on.wait(20)))
        asking = [threading.Thread(target=study.ask, args=(change,)) for change in changes]
        for thread in (holding, *asking):
            thread.start()
        asking[0].join(0.3)  # both wait for the writer now, with whatever they have read before
        go_on.set()
        for thread in (holding, *asking):
            thread.join(20)
        assert plans.wish(bench.store) == PlanWish(3.0, "policy")
