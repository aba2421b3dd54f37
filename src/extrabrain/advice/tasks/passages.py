"""What the tasks do without a model: the user's own sentences, found by shared words, never rephrased."""

import re
from collections.abc import Iterator

from extrabrain.core.advice import Brief, Cited, Point

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def nearest_sentences(brief: Brief, query: str, most: int) -> list[Cited]:
    """Sentences of the materials that share most content words with `query`, best first; those that share none
    are left out."""
    wanted = _content(query)
    scored: list[tuple[float, int, Cited]] = []
    for order, (ref, start, end, text) in enumerate(_sentences(brief)):
        share = len(_content(text) & wanted)
        if share:
            scored.append((share / (1 + len(_content(text)) ** 0.5), -order, Cited(ref, start, end, text)))
    return [one for _, _, one in sorted(scored, key=lambda s: (-s[0], -s[1]))[:most]]


def as_points(found: list[Cited], heading: str = "") -> tuple[Point, ...]:
    return tuple(Point(heading, one.text, (one,)) for one in found)


def _sentences(brief: Brief) -> Iterator[tuple[str, int, int, str]]:
    for material in brief.materials:
        for found in _SENTENCE.finditer(material.text):
            text = found.group().strip()
            if len(text.split()) >= 4:
                start = found.start() + found.group().index(text)
                yield material.ref, start, start + len(text), text


def _content(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[^\W_]{4,}", text.lower())}
