"""Segments to subtitles: SRT and WebVTT, at most two lines of 42 characters, on the times of the words."""

import html
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extrabrain.core.speech import Segment, Word

LINE_CHARS = 42
LONGEST_MS = 6_000
SHORTEST_MS = 1_000
"""A shorter cue stays up this long where the next one leaves room."""

_PAUSE_MS = 800
_SENTENCE_END = (".", "?", "!", "…")
_ENOUGH_CHARS = 24


@dataclass(frozen=True, slots=True)
class Cue:
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def cues(segments: Iterable[Segment]) -> list[Cue]:
    """In order, never overlapping; no cue mixes two turns."""
    groups = [group for segment in segments for group in _groups(segment.words)]
    made: list[Cue] = []
    for number, group in enumerate(groups):
        start_ms, end_ms = group[0].start_ms, group[-1].end_ms
        if number + 1 < len(groups):
            end_ms = min(max(end_ms, start_ms + SHORTEST_MS), groups[number + 1][0].start_ms)
        else:
            end_ms = max(end_ms, start_ms + SHORTEST_MS)
        made.append(Cue(start_ms, max(end_ms, start_ms + 1), _lines(_joined(group))))
    return made


def srt(segments: Iterable[Segment]) -> str:
    """SubRip; empty for no speech."""
    return "\n".join(
        f"{number}\n{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}\n" + "\n".join(cue.lines) + "\n"
        for number, cue in enumerate(cues(segments), 1)
    )


def vtt(segments: Iterable[Segment]) -> str:
    """WebVTT; a header alone for no speech."""
    return "WEBVTT\n" + "".join(
        f"\n{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')}\n"
        + "\n".join(html.escape(line, quote=False) for line in cue.lines)
        + "\n"
        for cue in cues(segments)
    )


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        group = groups[-1] if groups else None
        if group is None or not _belongs(group, word):
            groups.append([word])
        else:
            group.append(word)
    return groups


def _belongs(group: Sequence[Word], word: Word) -> bool:
    text = _joined(group)
    if group[-1].text.endswith(_SENTENCE_END) and len(text) >= _ENOUGH_CHARS:
        return False
    if word.start_ms - group[-1].end_ms > _PAUSE_MS or word.end_ms - group[0].start_ms > LONGEST_MS:
        return False
    return len(_wrapped(f"{text} {word.text}", LINE_CHARS)) <= 2


def _lines(text: str) -> tuple[str, ...]:
    """As few lines as fit, and two of about the same length."""
    lines = _wrapped(text, LINE_CHARS)
    if len(lines) != 2:
        return tuple(lines)
    for width in range(len(text) // 2, LINE_CHARS):
        even = _wrapped(text, width)
        if len(even) == 2:
            return tuple(even)
    return tuple(lines)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _joined(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _clock(ms: int, point: str) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
