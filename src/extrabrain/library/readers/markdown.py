"""Markdown and Obsidian notes: the text as it is, so that its lines are those of the file.

Title, day and kind come from the front matter, headings from `#` lines and underlined ones outside code.
"""

import re
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, cast

import yaml

from extrabrain.library.decode import decoded
from extrabrain.library.reading import Reading

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MOST_FRONT = 20_000
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_UNDER = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINK = re.compile(r"!?\[\[([^\]|\n]*)(?:\|([^\]\n]*))?\]\]|!?\[([^\]\n]*)\]\([^)\n]*\)")
_DATES = ("date", "created", "updated", "modified")


def read(data: bytes, name: str) -> list[Reading]:
    text = decoded(data, name)
    front = _front(text)
    found = _headings(text)
    title = front.get("title")
    first = next((heading for _, level, heading in found if level == 1), None)
    is_readme = PurePath(name).stem.lower() == "readme"
    return [
        Reading(
            text,
            str(title) if isinstance(title, str | int | float) else first or PurePath(name).stem,
            kind="project" if is_readme else "notes",
            headings=tuple((at, heading) for at, _, heading in found),
            written_at=_day(front),
        )
    ]


def _front(text: str) -> dict[str, Any]:
    """The fields of the front matter; none where there is none or it cannot be read."""
    found = _FRONT.match(text[:_MOST_FRONT])
    if found is None:
        return {}
    try:
        plain: Any = yaml.safe_load(found[1])
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return {}
    if not isinstance(plain, dict):
        return {}
    return {str(key).lower(): value for key, value in cast("dict[Any, Any]", plain).items()}


def _day(front: dict[str, Any]) -> str | None:
    for name in _DATES:
        value = front.get(name)
        if isinstance(value, date | datetime):
            return value.isoformat()
        if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
            return value[:10]
    return None


def _headings(text: str) -> list[tuple[int, int, str]]:
    """`(character, level, heading)`, links in them as they read."""
    front = _FRONT.match(text[:_MOST_FRONT])
    found: list[tuple[int, int, str]] = []
    fence, at, before = "", front.end() if front else 0, ""
    for line in text[at:].splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif heading := _HEADING.match(line.rstrip("\n")):
            found.append((at, len(heading[1]), _read(heading[2])))
        elif (under := _UNDER.match(line)) and 0 < len(before.strip()) < 100 and not _HEADING.match(before):
            found.append((at - len(before), 1 if "=" in under[1] else 2, _read(before)))
        before = "" if mark or fence else line
        at += len(line)
    return [one for one in found if one[2]]


def _read(heading: str) -> str:
    return " ".join(_LINK.sub(lambda m: m[2] or m[1] or m[3] or "", heading).split())[:200]
