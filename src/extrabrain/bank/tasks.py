"""What stands in a plan beside questions: readings, habits, mock interviews, stories."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from extrabrain.bank.habits import HABITS
from extrabrain.core.plan import PlanItem
from extrabrain.core.question import Question

LONG_DAY = 45
"""Minutes from which a day has room for more than questions."""

MOCK_MINUTES, STORY_MINUTES, READ_MINUTES = 40, 20, 25
MOCK_ON = 5
"""Saturday."""

STORIES_ENOUGH = 5
MOST_SHARE = 0.5
"""Of a day's time; the rest is for questions."""


def readings(questions: Iterable[Question], done: Collection[str]) -> list[PlanItem]:
    """What the packs say is worth reading for these questions, each once, in their order; none that is
    done.
    """
    found: dict[str, PlanItem] = {}
    for question in questions:
        for source in question.study:
            item_id = f"read:{_slug(source.title)}"
            if item_id in done or item_id in found:
                continue
            title = f"{source.title} ({source.authors}, {source.year})"
            why = source.why or f"For: {question.text}"
            found[item_id] = PlanItem(
                item_id, "read", title, why, READ_MINUTES, question_id=question.question_id
            )
    return list(found.values())


def tasks(on: date, minutes: int, *, days_left: int | None, stories: int) -> list[PlanItem]:
    """For one day, without its reading; what falls on a day depends on the date alone, so it stays put."""
    number = on.toordinal()
    if days_left == 0:
        return [_rules()]
    found: list[PlanItem] = []
    room = minutes * MOST_SHARE
    is_mock_day = on.weekday() == MOCK_ON or days_left == 2
    if is_mock_day and minutes >= LONG_DAY:
        found.append(_mock())
        room -= MOCK_MINUTES
    every = 2 if minutes >= LONG_DAY else 4
    if number % every == 0 and room >= 10:
        turn = number // every
        habit = HABITS[turn % len(HABITS)]
        task = habit.tasks[turn // len(HABITS) % len(habit.tasks)]
        found.append(PlanItem(f"habit:{habit.habit_id}", "habit", habit.title, task, habit.minutes))
        room -= habit.minutes
    if stories < STORIES_ENOUGH and number % 3 == 0 and room >= 0 and days_left != 1:
        found.append(_story(stories))
    return found


def has_reading(on: date, minutes: int, taken: Sequence[PlanItem]) -> bool:
    """Whether the day has room for one: long days without a habit or a mock interview."""
    return minutes >= LONG_DAY and not any(item.kind in ("habit", "mock") for item in taken)


def _mock() -> PlanItem:
    why = "Five questions in a row with follow-ups, as it will be."
    return PlanItem("mock:interview", "mock", "Hold a mock interview", why, MOCK_MINUTES)


def _story(have: int) -> PlanItem:
    missing = STORIES_ENOUGH - have
    why = f"{missing} more and the usual questions about you are covered. Start from your own documents."
    return PlanItem("story:shape", "story", "Shape one story from your work", why, STORY_MINUTES)


def _rules() -> PlanItem:
    why = "Know what its rules permit before you switch anything on; your stories are on the Stories page."
    return PlanItem("habit:the-day", "habit", "The interview is today", why, 10)


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:7])
