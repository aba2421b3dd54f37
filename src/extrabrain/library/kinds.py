"""What kind of document a text is, by its name and by the words that such documents share."""

import re
from pathlib import PurePath

from extrabrain.core.document import DocumentKind
from extrabrain.library.reading import Reading

_NAMES: tuple[tuple[DocumentKind, str], ...] = (
    ("resume", r"\b(?:cv|vita|curriculum|resume|résumé|lebenslauf)\b"),
    ("job", r"\b(?:jd|job|vacancy|position|opening|posting|role)\b"),
    ("transcript", r"\b(?:transcript|interview|meeting|minutes|captions|recording)\b"),
    ("publication", r"\b(?:paper|preprint|arxiv|thesis|dissertation)\b|\b\d{4} \d{5}(?:v\d)?\b"),
    ("notes", r"\bnotes?\b"),
)
_SAID: tuple[tuple[DocumentKind, tuple[str, ...]], ...] = (
    (
        "resume",
        (
            r"^\W*(?:work |professional )?(?:experience|employment(?: history)?)\W*$",
            r"^\W*education\W*$",
            r"^\W*(?:technical )?skills\b",
            r"\w@[\w-]+\.\w+",
            r"\b(?:19|20)\d\d\s*(?:–|-|to)\s*(?:(?:19|20)\d\d|present|now)\b",
            r"\b(?:linkedin\.com/in|github\.com)/",
        ),
    ),
    (
        "job",
        (
            r"\b(?:we are|we're) (?:looking for|hiring|seeking)\b",
            r"^\W*(?:key )?(?:responsibilities|requirements|qualifications|about the role)\b",
            r"\byou (?:will|may be a good fit|have|bring)\b",
            r"\b(?:salary|compensation|benefits|equal opportunity|visa sponsorship)\b",
            r"\b(?:apply|candidates?|applicants?)\b",
            r"\b\d\+ years\b",
        ),
    ),
    (
        "publication",
        (
            r"^\W*abstract\b",
            r"^\W*(?:\d\.?\s*)?(?:introduction|related work|conclusions?)\W*$",
            r"^\W*(?:\d\.?\s*)?references\W*$",
            r"\bet al\.",
            r"\[\d{1,3}(?:, ?\d{1,3})*\]|\((?:[a-z]\w+[^()]{0,40}, )?(?:19|20)\d\d\)",
            r"\b(?:doi\.org|arxiv)\b|\bdoi:",
        ),
    ),
)
_SIGNS: tuple[tuple[DocumentKind, tuple[re.Pattern[str], ...]], ...] = tuple(
    (kind, tuple(re.compile(sign, re.MULTILINE) for sign in signs)) for kind, signs in _SAID
)
"""Of a text in small letters, which is faster than looking at both."""

ENOUGH = 3
"""Signs, of the six of each kind, that make a text one of it."""

_SPOKEN = re.compile(
    r"(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?\)?\]?\s*)?(?P<who>[^\W\d_][\w .'’-]{0,30}?)"
    r"(?:\s+\d{1,2}:\d{2})?:\s+\S"
)
_STAMPED = re.compile(r"(?P<who>[^\W\d_][\w .'’-]{0,30})\s+\(?\d{1,2}:\d{2}(?::\d{2})?\)?\s*$")
_SAMPLE = 20_000


def kind_of(name: str, reading: Reading) -> DocumentKind:
    """What the reader knows, else what the name says, else what the text looks like."""
    if reading.kind is not None and reading.kind != "notes":
        return reading.kind
    stem = re.sub(r"[_.\-]+", " ", PurePath(name).stem)
    for kind, sign in _NAMES:
        if re.search(sign, stem, re.IGNORECASE) and (reading.kind is None or kind in ("resume", "job")):
            return kind
    text = reading.text[:_SAMPLE]
    if reading.kind is None and _is_talk(text):
        return "transcript"
    if len(reading.text) > _SAMPLE:
        text += "\n" + reading.text[max(_SAMPLE, len(reading.text) - _SAMPLE) :]
    low = text.lower()
    scores = {kind: sum(bool(sign.search(low)) for sign in signs) for kind, signs in _SIGNS}
    most = max(scores.values())
    if most >= ENOUGH:
        return next(kind for kind, _ in _SIGNS if scores[kind] == most)
    return reading.kind or "text"


def _is_talk(text: str) -> bool:
    """Whether a good part of the lines begin with a speaker."""
    lines = [line for line in text.splitlines() if line.strip()]
    speakers = [m["who"] for line in lines if (m := _SPOKEN.match(line) or _STAMPED.match(line))]
    often = len(speakers) >= 4 and len(speakers) >= 0.3 * len(lines)
    return often and 2 * len(set(speakers)) <= len(speakers)
