"""From the lines of a résumé: each claim asked for its cause, its cost, its evidence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extrabrain.bank.generate.claim import Claim, claim
from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.lines import Line, lines, sentences
from extrabrain.bank.generate.listed import listed, publications
from extrabrain.bank.generate.wording import FAMILY_OF_VERB, Wording
from extrabrain.core.question import PATTERN_OF_KIND

MOST_WORDS = 45
MOST_ANGLES = 2
_NOT_OWN = re.compile(r"@|https?://|\bphone\b|\bskills?\b:|\blanguages?\b:", re.IGNORECASE)


def drafts(material: Material, wording: Wording) -> list[Draft]:
    found: list[Draft] = []
    works = {line.start_char for line in publications(material.text)}
    for line in _sentences(material.text, works):
        if _NOT_OWN.search(line.text) or len(line.text.split()) > MOST_WORDS:
            continue
        told = claim(line.text, present=line.is_bullet and material.kind == "resume")
        if told is not None:
            found += [_draft(line, told, family, wording) for family in _families(told)]
    return found + listed(material, wording)


def _sentences(document: str, without: set[int]) -> Iterator[Line]:
    """Each sentence of each line as a line of its own; lines that begin at `without` are left out."""
    for line in lines(document):
        if line.start_char in without:
            continue
        for text, start, end in sentences(document[line.start_char : line.end_char], line.start_char):
            yield replace(line, text=" ".join(text.split()), start_char=start, end_char=end)


def _families(told: Claim) -> list[str]:
    """What the claim is asked for, at most two: its figure, its risk, what such work is always asked for."""
    found: list[str] = []
    if told.changed:
        found.append("changed-how" if told.means else "changed")
    if told.safety:
        found.append("safety")
    usual = FAMILY_OF_VERB.get(told.verb, "any")
    return [*dict.fromkeys([*found, usual, "any"])][:MOST_ANGLES]


def _draft(line: Line, told: Claim, family: str, wording: Wording) -> Draft:
    kind, asks = wording.ask(family)
    return Draft(
        text=f"You {told.said}. {asks}",
        kind=kind,
        pattern=PATTERN_OF_KIND[kind],
        start_char=line.start_char,
        end_char=line.end_char,
        key_points=_points(line, told),
        difficulty=3 if told.changed and told.means else 2,
        tests="Whether you can stand behind a line of your résumé with evidence.",
        angle=family,
    )


def _points(line: Line, told: Claim) -> tuple[str, ...]:
    """The facts of the line, in the user's words."""
    points = [f"What you did: {told.what}."]
    if told.means:
        points.append(f"How: {told.means}.")
    if line.head and line.head.lower() not in line.text.lower():
        points.append(f"Where and when: {line.head}.")
    return tuple(points)
