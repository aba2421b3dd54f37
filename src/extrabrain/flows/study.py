"""The plan as it stands now: made again from the answers each time it is asked for, so it is never out
of date.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import cast

from extrabrain.bank import tasks
from extrabrain.bank.memory import Grade, Review, grade_of, remembered
from extrabrain.bank.plan import GOOD, MINUTES, Aim, Chosen, Planner
from extrabrain.bank.standing import UNPREPARED, Standing
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.feedback import AXES, Axis
from extrabrain.core.plan import Graded, Plan, PlanDay, PlanItem, PlanWish, WeakAxis
from extrabrain.core.question import QUESTION_KINDS, Question
from extrabrain.flows.mock_choose import ROLES
from extrabrain.record import plans, reviews, stories
from extrabrain.record.db import Store
from extrabrain.record.reviews import Reviewed

WITHOUT_DATE = timedelta(days=13)
"""How far a plan without an interview looks."""

MOST_DAYS = 120
MOST_HOURS = 12.0

MOST_GRADED = 8


class Study:
    """`questions` is the whole bank."""

    def __init__(self, store: Store, questions: Mapping[str, Question]) -> None:
        self._store = store
        self._questions = questions

    def plan(self, *, interview: date | None, on: date) -> Plan:
        """From `on` to the interview; `UsageProblem` where the interview is past or too far away."""
        _check(interview, on)
        answered = reviews.reviewed(self._store)
        wish, done = plans.wish(self._store), plans.done(self._store)
        standings = stand(self._questions, answered)
        aim = aim_of(wish, self._questions, answered)
        last = interview or on + WITHOUT_DATE
        planner = Planner(standings, aim, last)
        before = planner.expected()
        today = _of_today(self._questions, answered, done.get(on.isoformat(), []), on)
        days = _Days(planner, wish, interview, stories.count(self._store), _read(done)).between(
            on, last, today
        )
        return Plan(
            on=on.isoformat(),
            interview_date=interview.isoformat() if interview else None,
            days_left=(interview - on).days if interview else None,
            wish=wish,
            weak_axes=tuple(
                WeakAxis(axis, round(score, 2))
                for axis, score in sorted(aim.axes.items(), key=lambda a: a[1])
                if score < GOOD
            ),
            untested_topics=tuple(sorted(aim.untested)),
            expected_now=round(before, 2),
            expected_then=round(planner.expected(), 2),
            days=tuple(days),
        )

    def ask(self, change: Callable[[PlanWish], PlanWish]) -> None:
        """Keeps what the user wants from now on; `UsageProblem` for what cannot be."""
        known = {topic for question in self._questions.values() for topic in question.topics}
        plans.change_wish(self._store, lambda before: _possible(change(before), known))

    def mark(self, item_id: str, *, interview: date | None, on: date, done: bool = True) -> PlanItem:
        """Marks an item of that day as done, or takes the mark back; `NotFound` names those there are."""
        day = self.plan(interview=interview, on=on).days[0]
        item = next((i for i in day.items if i.item_id == item_id), None)
        if item is None:
            names = ", ".join(i.item_id for i in day.items) or "none"
            raise NotFound(f"There is no {item_id!r} in the plan of {day.on}.", next_step=f"It has {names}.")
        if done:
            plans.mark_done(self._store, day.on, item)
        else:
            plans.unmark(self._store, day.on, item_id)
        return item

    def graded(self, most: int = MOST_GRADED) -> list[Graded]:
        """The latest answers to questions of the bank that have a rubric, newest first."""
        asked = [r for r in reversed(reviews.reviewed(self._store)) if r.question_id in self._questions]
        return [
            Graded(r.session_id, r.attempt, self._questions[r.question_id].text, r.at, round(r.overall, 2),
                   grade_of(r.overall), r.grade)
            for r in asked
            if r.overall is not None
        ][:most]  # fmt: skip

    def grade(self, session_id: str, attempt: int, grade: int | None) -> None:
        """The user's own grade of an answer, 1 (forgotten) to 4 (easy); none goes back to the rubric's."""
        if grade is not None and grade not in (1, 2, 3, 4):
            raise UsageProblem("A grade is 1, 2, 3 or 4.", next_step="1 is forgotten, 4 is easy.")
        reviews.set_grade(self._store, session_id, attempt, grade)


class _Days:
    """Lays practice and tasks out over the days, each reading once."""

    def __init__(
        self, planner: Planner, wish: PlanWish, interview: date | None, have: int, read: set[str]
    ) -> None:
        self._planner = planner
        self._minutes = round(wish.hours_a_day * 60)
        self._interview = interview
        self._stories = have
        self._read = read

    def between(self, on: date, last: date, today: Sequence[PlanItem]) -> list[PlanDay]:
        """`today` is what is done already on the first day."""
        first = self._day(on, today)
        return [first, *(self._day(on + timedelta(n), ()) for n in range(1, (last - on).days + 1))]

    def _day(self, on: date, done: Sequence[PlanItem]) -> PlanDay:
        left = None if self._interview is None else (self._interview - on).days
        minutes = self._minutes - sum(item.minutes for item in done)
        have = {item.item_id for item in done}
        others = [
            item
            for item in tasks.tasks(on, self._minutes, days_left=left, stories=self._stories)
            if item.item_id not in have
        ]
        self._stories += any(item.kind == "story" for item in others)
        if left == 0:
            return _made(on, [*done, *others])
        wants_reading = tasks.has_reading(on, self._minutes, [*done, *others])
        wants_reading = wants_reading and left != 1 and not any(i.kind == "read" for i in done)
        room = minutes - sum(item.minutes for item in others)
        room -= tasks.READ_MINUTES if wants_reading else 0
        room = room // 2 if left == 1 else room
        but = {item.question_id for item in done if item.kind == "practise" and item.question_id}
        chosen = self._planner.day(on, room, but=but, new=left != 1)
        items = [_practise(each) for each in chosen]
        if wants_reading:
            items += self._reading([each.standing.question for each in chosen])
        return _made(on, [*done, *items, *others])

    def _reading(self, questions: Sequence[Question]) -> list[PlanItem]:
        """The first source of the day's questions that was not read yet; if there is none, of any other."""
        found = tasks.readings([*questions, *self._planner.by_weight()], self._read)[:1]
        self._read |= {item.item_id for item in found}
        return found


def stand(questions: Mapping[str, Question], answered: Sequence[Reviewed]) -> list[Standing]:
    """Each question with what the answers to it say; `answered` is oldest first."""
    by_question: dict[str, list[Reviewed]] = defaultdict(list)
    for each in answered:
        if each.overall is not None:
            by_question[each.question_id].append(each)
    firsts = [own[0].overall or 0.0 for own in by_question.values()]
    usual = sum(firsts) / len(firsts) if firsts else UNPREPARED
    return [_standing(q, by_question.get(i, []), usual) for i, q in questions.items()]


def _standing(question: Question, answered: Sequence[Reviewed], usual: float) -> Standing:
    if not answered:
        return Standing(question, base=usual, level=usual)
    last = answered[-1]
    return Standing(
        question,
        memory=remembered(Review(_time(each.at), _grade(each)) for each in answered),
        base=min(answered[0].overall or 0.0, last.overall or 0.0),
        level=last.overall or 0.0,
        missed=last.missed,
        tries=len(answered),
    )


def _grade(answer: Reviewed) -> Grade:
    return cast("Grade", answer.grade) if answer.grade else grade_of(answer.overall or 0.0)


def aim_of(wish: PlanWish, questions: Mapping[str, Question], answered: Sequence[Reviewed]) -> Aim:
    """What the plan aims at: the wish, and what the answers so far show to be weak or untested."""
    kinds = ROLES.get(wish.role, ROLES["mixed"])
    tried = {each.question_id for each in answered}
    topics = {topic for question in questions.values() for topic in question.topics}
    tested = {t for i in tried if i in questions for t in questions[i].topics}
    latest = {each.question_id: each for each in answered}
    scores: dict[Axis, list[float]] = {
        axis: [each.axes[axis] for each in latest.values() if axis in each.axes] for axis in AXES
    }
    return Aim(
        topics=wish.topics,
        kinds={kind: kinds.count(kind) / len(kinds) for kind in QUESTION_KINDS},
        axes={axis: sum(given) / len(given) for axis, given in scores.items() if given},
        untested=frozenset((set(wish.topics) or topics) - tested),
    )


def _practise(chosen: Chosen) -> PlanItem:
    question = chosen.standing.question
    return PlanItem(
        item_id=f"practise:{question.question_id}",
        kind="practise",
        title=question.text,
        why=chosen.why,
        minutes=chosen.minutes,
        question_id=question.question_id,
        points=chosen.standing.missed,
    )


def _of_today(
    questions: Mapping[str, Question], answered: Sequence[Reviewed], marked: Sequence[PlanItem], on: date
) -> list[PlanItem]:
    """What is done today: what was marked, and every question answered, planned or not."""
    have = {item.item_id for item in marked}
    found = list(marked)
    for each in answered:
        question, item_id = questions.get(each.question_id), f"practise:{each.question_id}"
        if question is None or item_id in have or _time(each.at).astimezone().date() != on:
            continue
        have.add(item_id)
        score = f"Answered: {each.overall:.1f} of 4." if each.overall is not None else "Answered."
        minutes = MINUTES[question.kind]
        found.append(
            PlanItem(item_id, "practise", question.text, score, minutes, each.question_id, each.missed, True)
        )
    return found


def _read(done: Mapping[str, Sequence[PlanItem]]) -> set[str]:
    return {item.item_id for items in done.values() for item in items if item.kind == "read"}


def _made(on: date, items: Sequence[PlanItem]) -> PlanDay:
    return PlanDay(on.isoformat(), sum(item.minutes for item in items), tuple(items))


def _check(interview: date | None, on: date) -> None:
    if interview is None:
        return
    if interview < on:
        raise UsageProblem(
            f"The interview on {interview} is past.",
            next_step="Give the next one: `extrabrain plan --date DAY`.",
        )
    if (interview - on).days > MOST_DAYS:
        raise UsageProblem(
            f"The interview is more than {MOST_DAYS} days away.", next_step="Plan for a nearer day first."
        )


def _possible(wish: PlanWish, known: set[str]) -> PlanWish:
    if not 0.25 <= wish.hours_a_day <= MOST_HOURS:
        raise UsageProblem(
            "A day of practice has a quarter of an hour to 12 hours.",
            next_step="Choose a number between.",
        )
    if wish.role not in ROLES:
        raise UsageProblem(f"There is no role {wish.role!r}.", next_step=f"Choose one of {', '.join(ROLES)}.")
    if strange := [topic for topic in wish.topics if topic not in known]:
        raise UsageProblem(f"No question is about {strange[0]!r}.", next_step=_near(strange[0], known))
    return wish


def _near(topic: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(topic, known, n=4, cutoff=0.3)
    return f"Did you mean {', '.join(near)}?" if near else "See the topics in `extrabrain questions list`."


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)
