"""Headings of a text that marks none: what a reader's eye takes for one."""

import re

_NUMBERED = re.compile(r"(?:[A-Z]|\d{1,2})(?:\.\d{1,2}){0,3}\.?\s+[A-Z][^.!?;:]{2,60}$")
_NAMES = frozenset(
    (
        "abstract|introduction|background|related work|method|methods|methodology|"
        "approach|experiments|results|evaluation|discussion|limitations|conclusion|"
        "conclusions|references|acknowledgements|acknowledgments|appendix|experience|"
        "work experience|professional experience|employment|education|skills|"
        "technical skills|publications|selected publications|projects|selected projects|"
        "awards|honors|honours|certifications|languages|interests|volunteering|teaching|"
        "service|talks|summary|profile|objective|contact|responsibilities|requirements|"
        "qualifications|minimum qualifications|preferred qualifications|about the role|"
        "about us|about you|what you will do|what we offer|benefits|nice to have"
    ).split("|")
)


def headings_of(text: str) -> tuple[tuple[int, str], ...]:
    """`(character, heading)` in order: a short line that is a usual name, numbered, or in capitals."""
    found: list[tuple[int, str]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        named = " ".join(line.split()).rstrip(":")
        if named and len(named) <= 70 and _is_heading(named):
            found.append((at, named))
        at += len(line)
    return tuple(found) if len(found) <= 400 else ()


def _is_heading(line: str) -> bool:
    if line.lower() in _NAMES:
        return True
    letters = [c for c in line if c.isalpha()]
    short = len(letters) >= 4 and len(line.split()) <= 6
    if short and line.isupper() and not any(c.isdigit() for c in line):
        return True
    return bool(_NUMBERED.match(line)) and len(line.split()) <= 9
