"""What the tasks do without a model: the user's own sentences, found by their words, never rephrased."""

import re
from collections import Counter
from collections.abc import Iterator

from extrabrain.advice.ground import cite
from extrabrain.core.advice import Brief, Cited, Material, Point

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def nearest_sentences(brief: Brief, query: str, most: int) -> list[Cited]:
    """Sentences of the materials that share most content words with `query`, best first; never one that
    shares none."""
    wanted = content(query)
    scored: list[tuple[float, int, Cited]] = []
    for order, found in enumerate(_of_materials(brief)):
        own = content(found.text)
        share = len(own & wanted)
        if share:
            scored.append((share / (1 + len(own) ** 0.5), -order, found))
    return [one for _, _, one in sorted(scored, key=lambda s: (-s[0], -s[1]))[:most]]


def central_sentences(brief: Brief, most: int) -> list[Cited]:
    """Sentences of what was said whose words come up most in all of it, in the order they were said."""
    said = list(sentences("answer", brief.answer))
    counts = Counter(word for one in said for word in content(one.text))
    scored = [(sum(counts[w] for w in content(s.text)) / (4 + len(content(s.text))), s) for s in said]
    best = sorted(scored, key=lambda pair: -pair[0])[:most]
    return sorted((one for _, one in best), key=lambda one: one.start_char)


def cued_sentences(brief: Brief, cue: re.Pattern[str], most: int) -> list[Cited]:
    """Sentences of what was said in which a cue stands, in order."""
    return [one for one in sentences("answer", brief.answer, least_words=2) if cue.search(one.text)][:most]


def as_points(found: list[Cited], heading: str = "") -> tuple[Point, ...]:
    return tuple(Point(heading, one.text, (one,)) for one in found)


def sentences(ref: str, text: str, *, least_words: int = 4) -> Iterator[Cited]:
    for found in _SENTENCE.finditer(text):
        said = found.group().strip()
        if len(said.split()) >= least_words:
            start = found.start() + found.group().index(said)
            yield Cited(ref, start, start + len(said), said)


def of_material(material: Material) -> Iterator[Cited]:
    """Its sentences, as places in the document that it is of."""
    for found in sentences(material.ref, material.text):
        yield cite(material, found.start_char, found.end_char)


def content(text: str) -> set[str]:
    """The first letters of its longer words."""
    return {word[:6] for word in re.findall(r"[^\W_]{4,}", text.lower())}


def _of_materials(brief: Brief) -> Iterator[Cited]:
    for material in brief.materials:
        yield from of_material(material)
