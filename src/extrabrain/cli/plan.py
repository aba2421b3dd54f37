"""`extrabrain plan`: what to do on which day until the interview."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.cli.file_out import write_file
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.core.plan import Plan, PlanDay

FORMATS = ("md", "ics", "obsidian", "anki", "pdf", "docx", "json")


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
        made = bench.study().plan(interview=bench.settings.interview_date, on=date.today())
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
        item = bench.study().mark(item_id, interview=interview, on=date.today(), done=not undo)
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
        bench.study().grade(session_id, which, given)
    data = {"session_id": session_id, "attempt": which, "grade": given}
    show(data, f"Kept: {grade}.", as_json=as_json, message="kept")


@plan.command()
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help="Default: the ending of --output, else md."
)
@click.option(
    "--output",
    type=click.Path(allow_dash=True, dir_okay=False, path_type=Path),
    help="A file, or - for stdout.  [default: - for md, ics and json, else plan.pdf and so on]",
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
@json_option
def export(kind: str | None, output: Path | None, force: bool, as_json: bool) -> None:
    """Write the plan for a calendar, Obsidian (a zip of a folder), Anki, paper or another program."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.plan_file import FORMATS as FILES
    from extrabrain.flows.plan_file import plan_file

    ending = output.suffix.lstrip(".").lower() if output else ""
    chosen = kind or {"zip": "obsidian", "apkg": "anki"}.get(ending, ending if ending in FORMATS else "md")
    with workbench() as bench:
        made = bench.study().plan(interview=bench.settings.interview_date, on=date.today())
        file = plan_file(made, bench.bank.all(), chosen)
    is_text = chosen in ("md", "ics", "json")
    target = output or (Path("-") if is_text and not as_json else Path(FILES[chosen].name))
    if str(target) == "-":
        if as_json or not is_text:
            raise UsageProblem("This goes to a file.", next_step="Give --output FILE.")
        sys.stdout.buffer.write(file)
        sys.stdout.buffer.flush()
        return
    write_file(target, file, force=force)
    data = {"format": chosen, "path": str(target), "bytes": len(file)}
    show(data, f"Wrote {target} ({len(file):,} bytes).", as_json=as_json, message="exported")


def _remember(
    bench: "Workbench", day: str | None, hours: float | None, role: str | None, topics: tuple[str, ...]
) -> None:
    from extrabrain.core.plan import PlanWish

    def changed(before: PlanWish) -> PlanWish:
        return PlanWish(
            before.hours_a_day if hours is None else hours,
            role or before.role,
            before.topics if not topics else () if "any" in topics else topics,
        )

    interview = bench.settings.interview_date if day is None else _day(day)
    if (hours, role) != (None, None) or topics:
        bench.study().ask(changed)
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
