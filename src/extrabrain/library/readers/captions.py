"""Subtitles, SRT and WebVTT: what was said, with speakers where they are named."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePath

from extrabrain.core.errors import Problem
from extrabrain.library.decode import decoded
from extrabrain.library.reading import Reading
from extrabrain.library.talk import Said, talk

_TIME = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_NAMED = re.compile(r"(?P<who>[^\W\d_][\w .,'’()-]{0,40}?):\s+(?P<what>\S.*)", re.DOTALL)


def read(data: bytes, name: str) -> list[Reading]:
    said = list(_cues(decoded(data, name)))
    if not said:
        raise Problem(f"{name} holds no captions.", next_step="Export the subtitles again as srt or vtt.")
    return [talk(said, PurePath(name).stem)]


def _cues(text: str) -> Iterator[Said]:
    lines = text.splitlines()
    times = [n for n, line in enumerate(lines) if _TIME.match(line)]
    for at, end in pairwise([*times, len(lines)]):
        body: list[str] = []
        for line in lines[at + 1 : end]:
            if not line.strip():
                break
            body.append(line)
        speaker = ""
        for line in body:
            voice = _VOICE.search(line)
            speaker = voice[1].strip() if voice else speaker
        words = " ".join(html.unescape(_TAG.sub("", line)) for line in body)
        named = None if speaker else _NAMED.match(words)
        yield Said(named["who"], named["what"]) if named else Said(speaker, words)
