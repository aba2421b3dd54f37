"""The plan as a calendar (RFC 5545): an all-day entry for each day, and one for the interview."""

from datetime import UTC, date, datetime, timedelta

from extrabrain.core.plan import Plan, PlanDay

FOLD = 74
"""Bytes in a line; a longer one goes on in the next, after a space."""


def calendar(plan: Plan) -> bytes:
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//extrabrain//study plan//EN", "CALSCALE:GREGORIAN"]
    for day in plan.days:
        if day.items:
            lines += _event(day.on, f"Interview practice, {day.minutes} min", _about(day), stamp, "plan")
    if plan.interview_date is not None:
        lines += _event(plan.interview_date, "Interview", "", stamp, "interview")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(day: str, title: str, about: str, stamp: str, what: str) -> list[str]:
    on = date.fromisoformat(day)
    return [
        "BEGIN:VEVENT",
        f"UID:{what}-{day}@extrabrain.invalid",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(title)}",
        *([f"DESCRIPTION:{_text(about)}"] if about else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _about(day: PlanDay) -> str:
    return "\n".join(f"{'✓' if i.done else '–'} {i.minutes} min: {i.title}\n   {i.why}" for i in day.items)


def _text(value: str) -> str:
    """Escaped as the standard wants; a lone carriage return is a line break too."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, written)
    return plain


def _folded(line: str) -> str:
    """No line over 75 bytes, no character cut in two."""
    pieces, piece, size = list[str](), "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > FOLD:
            pieces.append(piece)
            piece, size = "", 1
        piece += sign
        size += width
    return "\r\n ".join([*pieces, piece])
