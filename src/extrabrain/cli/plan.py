"""`extrabrain plan`: what to do on which day until the interview."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.core.plan import Plan, PlanDay
    from extrabrain.flows.study import Study


@click.group(invoke_without_command=True)
@click.option("--date", "day", help="The day of the interview, such as 2026-12-01; `none` forgets it.")
@click.option("--hours", type=float, help="Hours on each day, such as 1.5.")
@click.option("--role", help="mixed, research, engineering, policy or behavioural.")
@click.option("--topic", "topics", multiple=True, help="May be given several times; `any` forgets them.")
@click.option("--days", type=click.IntRange(1, 121), default=7, show_default=True, help="Days to print.")
@json_option
@click.pass_context
def plan(
    ctx: click.Context,
    day: str | None,
    hours: float | None,
    role: str | None,
    topics: tuple[str, ...],
    days: int,
    as_json: bool,
) -> None:
    """The plan from today to the interview. Options are kept for the next time.

    It is made anew from your answers each time, so it is always up to date.
    """
    if ctx.invoked_subcommand is not None:
        return
    from extrabrain.app.build import workbench

    with workbench() as bench:
        _remember(bench, day, hours, role, topics)
        made = _study(bench).plan(interview=bench.settings.interview_date, on=date.today())
    show(made, _page(made, days), as_json=as_json)


@plan.command()
@click.argument("item_id", metavar="ITEM")
@click.option("--undo", is_flag=True, help="Take the mark back.")
@json_option
def done(item_id: str, undo: bool, as_json: bool) -> None:
    """Mark an item of today as done. Questions that you answer are marked by themselves."""
    from extrabrain.app.build import workbench

    with workbench() as bench:
        interview = bench.settings.interview_date
        item = _study(bench).mark(item_id, interview=interview, on=date.today(), done=not undo)
    said = "not done any more" if undo else "done"
    show(item, f"{item.title}: {said}.", as_json=as_json, message=said)


@plan.command()
@click.argument("session_id", metavar="SESSION")
@click.argument("grade", type=click.Choice(["1", "2", "3", "4", "rubric"]))
@click.option("--attempt", type=int, help="Which attempt of the session.  [default: the last]")
@json_option
def grade(session_id: str, grade: str, attempt: int | None, as_json: bool) -> None:
    """Say yourself how well you knew an answer: 1 forgotten, 2 hard, 3 good, 4 easy.

    It decides when the question comes again. `rubric` goes back to what the feedback said.
    """
    from extrabrain.app.build import workbench
    from extrabrain.record import answers

    given = None if grade == "rubric" else int(grade)
    with workbench() as bench:
        found = answers.latest(bench.store, session_id)
        which = attempt or (found.attempt if found else 1)
        _study(bench).grade(session_id, which, given)
    data = {"session_id": session_id, "attempt": which, "grade": given}
    show(data, f"Kept: {grade}.", as_json=as_json, message="kept")


def _study(bench: "Workbench") -> "Study":
    from extrabrain.flows.study import Study
    from extrabrain.record import stories

    return Study(bench.store, bench.bank.all(), stories=stories.count(bench.store))


def _remember(
    bench: "Workbench", day: str | None, hours: float | None, role: str | None, topics: tuple[str, ...]
) -> None:
    from extrabrain.core.plan import PlanWish
    from extrabrain.record import plans

    interview = bench.settings.interview_date if day is None else _day(day)
    if (hours, role) != (None, None) or topics:
        before = plans.wish(bench.store)
        wanted = PlanWish(
            before.hours_a_day if hours is None else hours,
            role or before.role,
            before.topics if not topics else () if "any" in topics else topics,
        )
        _study(bench).ask(wanted)
    if interview != bench.settings.interview_date:
        bench.change_settings(interview_date=interview)


def _day(day: str) -> date | None:
    """`UsageProblem` for what is no day, or one that is past."""
    if day == "none":
        return None
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise UsageProblem(f"{day!r} is no day.", next_step="Write it like 2026-12-01.") from error
    if found < date.today():
        raise UsageProblem(f"{day} is past.", next_step="Give the day of the interview to come.")
    return found


def _page(made: "Plan", days: int) -> str:
    lines = [_head(made)]
    if made.weak_axes:
        weak = ", ".join(f"{w.axis} {w.score:.1f}" for w in made.weak_axes)
        lines.append(f"Weak so far (of 4): {weak}.")
    for day in made.days[:days]:
        lines += ["", *_lines(day)]
    if len(made.days) > days:
        lines += ["", f"{len(made.days) - days} more days: --days {len(made.days)} prints all."]
    return "\n".join(lines)


def _head(made: "Plan") -> str:
    hours = f"{made.wish.hours_a_day:g} h a day"
    if made.days_left is None:
        return f"No interview date yet: two weeks at {hours}. Set one with --date."
    when = {0: "today", 1: "tomorrow"}.get(made.days_left, f"in {made.days_left} days")
    return f"Interview {when} ({made.interview_date}), {hours}."


def _lines(day: "PlanDay") -> list[str]:
    when = datetime.fromisoformat(day.on)
    lines = [f"{when:%a %d %b}  {day.minutes} min"]
    for item in day.items:
        mark = "x" if item.done else " "
        lines.append(f"  [{mark}] {item.minutes:>3} min  {_short(item.title)}")
        lines.append(f"               {_short(item.why, 100)}  ({item.item_id})")
    return lines


def _short(text: str, most: int = 84) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
