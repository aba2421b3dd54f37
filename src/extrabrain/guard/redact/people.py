"""Names of people: after a title, after words that introduce somebody, and common first names."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]*[^\W\d_]"
_NAME = rf"{_CAP}(?:[ \t]+(?:(?:van|von|de|der|da|di|la|le|bin|al|el|mc)[ \t]+)*{_CAP}){{0,3}}"

_TITLE = re.compile(
    rf"\b(?i:mr|mrs|ms|miss|mx|dr|prof|professor|sir|herr|frau|mme|mlle|m\.)\b\.?[ \t]+(?P<name>{_NAME})"
)
_INTRODUCED = (
    r"\b(?i:my|his|her|their|whose|last|first|maiden|full)\s?(?i:name)"
    r"(?:[ \t]+(?:is|was))?[?:,]?"
    r"|\b(?i:call(?:s|ed)? me|named|calls? (?:him|her)|i am|i'm|this is|signed|regards,|thanks,"
    r"|cheers,|dear|hi|hello|hey|follow up with|met with|spoke (?:to|with)|talked (?:to|with)"
    r"|worked (?:with|for)|reported to|report to|manager|colleague|partner|wife|husband"
    r"|son|daughter|kid|friend|boss|mentor|by)"
)
_SPEAKING = r"said|says|asked|told|lives|lived|shouted|wrote|replied|will be"
_OWNED = r"address|phone|number|email|kid|wife|husband|name|house|birthday"
_CUES = re.compile(rf"(?:{_INTRODUCED})[ \t\n]+(?P<name>{_NAME})")
_SPEAKS = re.compile(rf"(?P<name>{_NAME})(?=[ \t]+(?:{_SPEAKING})\b)")
_OWNS = re.compile(rf"\b(?P<name>{_NAME})(?=['’]s[ \t]+(?:{_OWNED}))")
_ANY = re.compile(rf"\b{_CAP}\b")
_AFTER = re.compile(rf"[ \t]+(?P<more>{_NAME})")


def names(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_TITLE, _CUES, _SPEAKS, _OWNS):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            yield from _kept(text, start, end)
    for match in _ANY.finditer(text):
        if match[0] in first_names():
            after = _AFTER.match(text, match.end())
            yield from _kept(text, match.start(), after.end("more") if after else match.end())


def _kept(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span up to the first word that begins a sentence rather than a name."""
    at = start
    for word in re.finditer(r"\S+", text[start:end]):
        if word[0].strip("'’-") in not_names():
            break
        at = start + word.end()
    if at > start:
        yield start, at


@cache
def first_names() -> frozenset[str]:
    """Common first names of many countries that are not also everyday words, one a line."""
    listed = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())


@cache
def not_names() -> frozenset[str]:
    """Words that are written large for other reasons."""
    return frozenset(Path(__file__).with_name("not_names.txt").read_text(encoding="utf-8").split())
