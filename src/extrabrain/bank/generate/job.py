"""From a job description: what the role would have you do, and what it asks for."""

import re

from extrabrain.bank.generate.claim import claim
from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.lines import Line, lines, sentences
from extrabrain.bank.generate.verbs import is_past, opening_verb
from extrabrain.bank.generate.wording import Wording
from extrabrain.core.question import PATTERN_OF_KIND

MOST = 14
MOST_HEAD_WORDS = 10
_YOU_WILL = re.compile(r"^you(?:'ll| will| would)\s+(?:be\s+)?", re.IGNORECASE)
_YOU_ARE = re.compile(r"^you(?:'re|'ve| are| have| bring| can| enjoy| care| know| want)\b", re.IGNORECASE)
_FIT = re.compile(r"\byou(?:'re| are| may| might| have| bring|r profile)?\b", re.IGNORECASE)
_HAVE = re.compile(r"^(?:have|has|are|bring|can|enjoy|care|know|want|thrive|love|like)\s+", re.IGNORECASE)
_WANTED = re.compile(
    r"^(?P<what>(?:(?:strong|deep|solid|proven|hands-on|significant|extensive|some|good|practical|demonstrated|prior"
    r"|relevant|professional|excellent)\s+)*(?:(?:\d+\+?|several) years?(?: of)?\s+)?"
    r"(?:experience|background|knowledge|understanding|familiarity|fluency|track record|ability|skills?"
    r"|expertise|interest|proficiency|comfort|communication|writing)\b.*)$",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r",?\s*\(?(?:(?:is|are|would be)\s+)?(?:a (?:big |strong )?(?:plus|bonus|advantage)"
    r"|an advantage|nice to have|preferred|desirable|welcome|required|essential)\)?$",
    re.IGNORECASE,
)
"""How much it is wanted is no part of what is wanted."""

_LOOKED_FOR = re.compile(
    r"\b(?:look(?:ing)? for|requirements?|qualifications?|must[- ]haves?|nice[- ]to[- ]haves?"
    r"|what you (?:bring|need)|(?:your|candidate) profile|who you are|skills|experience)\b",
    re.IGNORECASE,
)
"""A heading below which a bullet without a verb names what is asked for."""

_DULL = re.compile(
    r"\b(?:salary|benefits?|insurance|visa|equal opportunity|apply|application|degree|bachelor|phd"
    r"|location|hybrid"
    r"|remote|office|holiday|vacation|parental|pension|compensation)\b",
    re.IGNORECASE,
)


def drafts(material: Material, wording: Wording) -> list[Draft]:
    found: list[Draft] = []
    above = ""
    for line in lines(material.text):
        words = len(line.text.split())
        if not line.is_bullet and words <= MOST_HEAD_WORDS:
            above = line.text
        if _DULL.search(line.text) or not 3 <= words <= 45:
            continue
        made = _draft(line, above, wording)
        if made is not None:
            found.append(made)
    return found[:MOST]


def _draft(line: Line, above: str, wording: Wording) -> Draft | None:
    text = _PLUS.sub("", next(sentences(line.text))[0].rstrip(" .;"))
    if will := _YOU_WILL.match(text):
        rest = text[will.end() :]
        said = f"In this role you would {'be ' if ' be ' in will[0] + ' ' else ''}{_low(rest)}."
        return _made(line, said, "duty", wording)
    if _YOU_ARE.match(text):
        return _made(line, f"The role looks for somebody like this: {_low(text)}.", "wanted", wording)
    if line.is_bullet and _FIT.search(above) and _HAVE.match(text):
        return _made(line, f"The role looks for people who {_low(text)}.", "wanted", wording)
    if wanted := _WANTED.match(text):
        return _made(line, f"The role asks for {_low(wanted['what'])}.", "wanted", wording)
    found = opening_verb(text)
    if line.is_bullet and found and not is_past(found[0]) and claim(text) is not None:
        return _made(line, f"In this role you would {_low(text)}.", "duty", wording)
    if line.is_bullet and found is None and _LOOKED_FOR.search(above):
        return _made(line, f"The role asks for {_low(text)}.", "wanted", wording)
    return None


def _made(line: Line, said: str, family: str, wording: Wording) -> Draft:
    kind, asks = wording.ask(family)
    return Draft(
        text=f"{said} {asks}",
        kind=kind,
        pattern=PATTERN_OF_KIND[kind],
        start_char=line.start_char,
        end_char=line.end_char,
        key_points=(f"What the role asks: {_low(line.text.rstrip(' .;'))}.",),
        difficulty=2,
        tests="Whether you have seen what this role is about.",
    )


def _low(text: str) -> str:
    """The first letter small, unless the word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if first != first.capitalize() or first == "I" else text[:1].lower() + text[1:]
