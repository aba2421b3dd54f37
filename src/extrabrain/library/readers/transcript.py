"""Transcripts as JSON, of any recorder: the longest list of things said that is in it.

Recorders agree on little: a list of objects somewhere, each with a text and perhaps a speaker, under a
handful of names. Whisper, Zoom, Otter, Deepgram, AssemblyAI and our own exports are read this way.
"""

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, cast

from extrabrain.core.errors import Problem
from extrabrain.library.decode import decoded
from extrabrain.library.reading import NoDocument, Reading
from extrabrain.library.talk import Said, talk

_TEXTS = ("text", "transcript", "content", "sentence", "caption", "message", "body")
_SPEAKERS = (
    "speaker_name", "speakerName", "speaker", "speaker_label", "name", "participant", "user", "author",
    "role", "channel",
)  # fmt: skip
_MOST_DEPTH = 40


def read(data: bytes, name: str) -> list[Reading]:
    try:
        plain: Any = json.loads(decoded(data, name))
    except (ValueError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise Problem(f"{name} is not JSON: {why}.", next_step="Export the transcript again.") from error
    lists = [said for each in _lists(plain, 0) if (said := _said(each))]
    if not lists:
        raise NoDocument(
            f"{name} is JSON, but no transcript: it has no list of texts.",
            next_step="Bring a transcript, or save what you need as text.",
        )
    best = max(lists, key=lambda said: (sum(len(one.text) for one in said), bool(said[0].speaker)))
    return [talk(best, _title(plain) or PurePath(name).stem, written_at=_day(plain))]


def _lists(plain: Any, depth: int) -> Iterator[list[Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(plain, list):
        yield cast("list[Any]", plain)
        for each in cast("list[Any]", plain):
            yield from _lists(each, depth + 1)
    elif isinstance(plain, dict):
        for each in cast("dict[str, Any]", plain).values():
            yield from _lists(each, depth + 1)


def _said(entries: list[Any]) -> list[Said]:
    """Empty unless nearly all entries are things said, in more than single words."""
    found: list[Said] = []
    for entry in entries:
        if isinstance(entry, dict):
            fields = cast("dict[str, Any]", entry)
            text = next((t for name in _TEXTS if isinstance(t := fields.get(name), str)), "")
            if text.strip():
                found.append(Said(_speaker(fields), text))
    enough = len(found) >= max(1, 0.8 * len(entries))
    worded = sum(" " in one.text.strip() for one in found) >= len(found) / 3
    return found if enough and worded else []


def _speaker(fields: dict[str, Any]) -> str:
    for name in _SPEAKERS:
        who = fields.get(name)
        if isinstance(who, dict):
            inside = cast("dict[str, Any]", who)
            who = next((inside[n] for n in ("name", "label", "id") if isinstance(inside.get(n), str)), None)
        if isinstance(who, bool) or who is None:
            continue
        if isinstance(who, int):
            return f"Speaker {who}"
        if isinstance(who, str) and who.strip():
            return " ".join(who.split())[:60]
    return ""


def _title(plain: Any) -> str:
    fields = cast("dict[str, Any]", plain) if isinstance(plain, dict) else {}
    found = next((t for n in ("title", "topic", "subject") if isinstance(t := fields.get(n), str)), "")
    return " ".join(found.split())[:200]


def _day(plain: Any) -> str | None:
    fields = cast("dict[str, Any]", plain) if isinstance(plain, dict) else {}
    for name in ("started_at", "start_time", "date", "created_at", "created"):
        value = fields.get(name)
        if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
            return value[:10]
    return None
