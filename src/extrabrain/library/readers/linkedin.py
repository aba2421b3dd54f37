"""A LinkedIn data export: what it says of its owner, as a résumé. Messages and contacts are never opened."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from extrabrain.library.decode import decoded
from extrabrain.library.packed import Packed
from extrabrain.library.reading import NoDocument, Page, Reading

_PARTS: tuple[tuple[str, str, Sequence[str]], ...] = (
    (
        "Positions",
        "Experience",
        ("Title", "Company Name", "Location", "Started On", "Finished On", "Description"),
    ),
    ("Projects", "Projects", ("Title", "Started On", "Finished On", "Url", "Description")),
    ("Publications", "Publications", ("Name", "Publisher", "Published On", "Url", "Description")),
    (
        "Education",
        "Education",
        ("Degree Name", "School Name", "Start Date", "End Date", "Notes", "Activities"),
    ),
    ("Certifications", "Certifications", ("Name", "Authority", "Started On")),
    ("Honors", "Awards", ("Title", "Issued On", "Description")),
    ("Patents", "Patents", ("Title", "Issued On", "Description")),
    ("Courses", "Courses", ("Name", "Number")),
    ("Volunteering", "Volunteering", ("Role", "Company Name", "Started On", "Finished On", "Description")),
    ("Languages", "Languages", ("Name", "Proficiency")),
    ("Skills", "Skills", ("Name",)),
)
_MOST_ROWS = 5_000


def read(data: bytes, name: str) -> list[Reading]:
    packed = Packed(data, name)
    files = {
        PurePath(entry).stem.lower(): entry for entry in packed.names() if entry.lower().endswith(".csv")
    }
    if "profile" not in files and "positions" not in files:
        raise NoDocument(
            f"{name} is a zip file, but not a data export of LinkedIn.",
            next_step="Unpack it and bring the folder.",
        )
    page = Page()
    profile = _rows(packed, files.get("profile"))
    who = profile[0] if profile else dict[str, str]()
    full = " ".join(part for part in (who.get("First Name", ""), who.get("Last Name", "")) if part)
    if full:
        page.line(full)
    for field in ("Headline", "Summary"):
        if who.get(field):
            page.line(who[field])
    for stem, heading, fields in _PARTS:
        entries = [row for row in _rows(packed, files.get(stem.lower())) if any(row.get(f) for f in fields)]
        if entries:
            page.line()
            page.heading(heading)
        for row in entries:
            page.line(_entry(row, fields))
    title = f"{full}, LinkedIn" if full else "LinkedIn profile"
    return [page.reading(title, kind="resume")]


def _rows(packed: Packed, entry: str | None) -> list[dict[str, str]]:
    if entry is None:
        return []
    lines = decoded(packed.bytes_of(entry), PurePath(entry).name)
    try:
        found = list(zip(range(_MOST_ROWS), csv.DictReader(io.StringIO(lines)), strict=False))
    except csv.Error:
        return []
    return [{str(k): str(v or "").strip() for k, v in row.items() if k is not None} for _, row in found]


def _entry(row: Mapping[str, str], fields: Sequence[str]) -> str:
    short = [row[f] for f in fields if row.get(f) and f not in ("Description", "Notes", "Activities")]
    long = [row[f] for f in ("Description", "Notes", "Activities") if f in fields and row.get(f)]
    return "\n".join([" · ".join(short), *long])
