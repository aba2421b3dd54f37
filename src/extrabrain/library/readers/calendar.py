"""ICS: the events of a calendar, each under a heading."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from extrabrain.core.errors import Problem
from extrabrain.library.decode import decoded
from extrabrain.library.reading import Page, Reading

_LINE = re.compile(r"([A-Za-z-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)$", re.DOTALL)
_ESCAPE = re.compile(r"\\([nN,;\\])")


def read(data: bytes, name: str) -> list[Reading]:
    page, last = Page(), ""
    events = list(_events(decoded(data, name)))
    for event in sorted(events, key=lambda e: e.get("DTSTART", "")):
        when = _when(event.get("DTSTART", ""))
        last = max(last, when[:10])
        page.heading(" · ".join(part for part in (event.get("SUMMARY", "Event"), when) if part))
        for field, label in (("LOCATION", "Where"), ("ORGANIZER", "By"), ("ATTENDEE", "With")):
            if event.get(field):
                page.line(f"{label}: {event[field]}")
        if event.get("DESCRIPTION"):
            page.line(event["DESCRIPTION"])
        page.line()
    if not events:
        raise Problem(f"{name} holds no events.", next_step="Export the calendar again as ICS.")
    return [page.reading(PurePath(name).stem, kind="notes", written_at=last or None)]


def _events(text: str) -> Iterator[dict[str, str]]:
    event: dict[str, str] | None = None
    for line in re.sub(r"\n[ \t]", "", text).splitlines():
        upper = line.strip().upper()
        if upper == "BEGIN:VEVENT":
            event = {}
        elif upper == "END:VEVENT" and event is not None:
            yield event
            event = None
        elif event is not None and (found := _LINE.match(line)):
            field, value = found[1].upper(), _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], found[3])
            if field in ("ATTENDEE", "ORGANIZER"):
                named = re.search(r";CN=\"?([^\";:]+)", found[2], re.IGNORECASE)
                value = named[1] if named else re.sub("^mailto:", "", value, flags=re.IGNORECASE)
            event[field] = f"{event[field]}, {value}" if field == "ATTENDEE" and field in event else value


def _when(stamp: str) -> str:
    found = re.match(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2}))?", stamp)
    if not found:
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day} {found[4]}:{found[5]}" if found[4] else day
