"""Postal addresses: a number beside a word for a street, post codes, what follows words for living there."""

import re
from collections.abc import Iterator

_NUMBER = r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?"
_WORD = r"(?!(?i:the|a|an|of|with|and|this|that|our|my|in|on|at|to|for|by|is)\b)[^\W\d_][\w.'’-]*"
_CAPITAL = r"(?=[^\W\d_])(?![a-zß-öø-ÿ])[\w.'’-]+"
_UNIT = r"(?i:,?\s*(?:apt|apartment|suite|unit|flat|floor|room)\b\.?\s*#?\w+)"
_STREET = r"(?i:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|highway|hwy|parkway|pkwy)\b\.?"
_EVERYDAY = r"(?:Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Way|Crescent|Close|Row|Walk|Alley|Quay)\b\.?"
"""Words that are streets only where they are written large."""
_BEFORE = r"(?i:rue|avenue|av\.|boulevard|chemin|via|viale|piazza|calle|plaza|avenida|paseo|rua|ulica|ul\.)"
_ENDING = (
    r"(?i:\w+(?:stra(?:ss|ß)e|str\.?|gasse|weg|platz|allee|gürtel|straat|laan|plein|kade|gracht|gade|gata"
    r"|gatan|vej|vägen|veien|utca|katu))\b"
)

_PATTERNS = (
    rf"\b(?:{_NUMBER}\s+){{1,2}}(?:{_WORD}\s+){{1,3}}{_STREET}{_UNIT}*",
    rf"\b(?:{_NUMBER}\s+){{1,2}}(?:{_CAPITAL}\s+){{1,3}}{_EVERYDAY}{_UNIT}*",
    rf"\b(?:{_NUMBER}\s+){{1,2}}{_BEFORE}\s+(?:{_WORD}\s*){{1,4}}{_UNIT}*",
    rf"\b{_BEFORE}\s+(?:{_WORD}\s*){{1,4}},?\s*{_NUMBER}\b{_UNIT}*",
    rf"\b(?:{_NUMBER}\s+){{0,2}}(?:{_CAPITAL}\s+)?{_ENDING}\s*{_NUMBER}\b\.?{_UNIT}*",
    r"(?i)\b(?:apt|apartment|suite|p\.?\s?o\.?\s?box)\b\.?\s*#?\d[\w-]*",
    r"(?i)\b(?:zip(?: code)?|postcode|postal code|plz)\W+(?:is\W+)?(?P<value>[A-Z0-9][A-Z0-9 -]{2,8}\d\w*)",
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b",
    r"(?i)\b(?:address(?:es)?(?: is| to| with)?|lives? at|lived at|located at|return to|ship to|deliver to)"
    r"\W+(?:it is\W+)?(?P<value>\d[^\n.?!;]{5,80})",
)
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    for pattern in reversed(_COMPILED):
        for match in pattern.finditer(text):
            yield match.span("value" if "value" in pattern.groupindex else 0)
