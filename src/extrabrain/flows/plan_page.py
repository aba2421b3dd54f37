"""The plan as a page of Markdown, day by day with boxes to tick."""

from datetime import date

from extrabrain.core.plan import Plan, PlanItem
from extrabrain.flows.session_page import one_line

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def markdown(plan: Plan) -> str:
    lines = ["# Study plan", "", f"*{head(plan)}*"]
    if plan.weak_axes:
        weak = ", ".join(f"{w.axis} {w.score:.1f} of 4" for w in plan.weak_axes)
        lines += ["", f"Weak so far: {weak}."]
    for day in plan.days:
        lines += ["", f"## {spoken(day.on)}", "", f"*{day.minutes} minutes*", ""]
        for item in day.items:
            lines += item_lines(item)
    return "\n".join(lines) + "\n"


def head(plan: Plan) -> str:
    count = plan.wish.hours_a_day
    hours = f"{count:g} hour{'' if count == 1 else 's'} a day"
    if plan.interview_date is None:
        return f"Two weeks, {hours}"
    return f"Interview on {spoken(plan.interview_date)}, {hours}"


def item_lines(item: PlanItem) -> list[str]:
    mark = "x" if item.done else " "
    lines = [f"- [{mark}] {one_line(item.title)} ({item.minutes} min)", f"   - {one_line(item.why)}"]
    return lines + [f"   - Missed last time: {one_line(point)}" for point in item.points]


def spoken(day: str) -> str:
    """`2026-12-01` as Tuesday, 1 December 2026, whatever language the machine speaks."""
    on = date.fromisoformat(day)
    return f"{DAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]} {on.year}"
