"""Episodes in the user's documents: stretches in which somebody did something and something came of it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extrabrain.bank.competencies import signs
from extrabrain.bank.generate.claim import Claim, claim, means_in, outcome_in
from extrabrain.bank.generate.draft import Material
from extrabrain.bank.generate.lines import OPEN, lines, sentences
from extrabrain.bank.generate.transcript import askers, kind_of, turns
from extrabrain.bank.generate.wording import FAMILY_OF_VERB
from extrabrain.coach.case import Case
from extrabrain.coach.coach import Coach
from extrabrain.coach.structure import label_of
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.core.story import STORY_PARTS, Story, StoryPart

FEWEST_SENTENCES, FEWEST_WORDS, LEAST_PARTS = 3, 35, 3
FEWEST_ASKED = (2, 25, 2)
"""The same for what answers a question about the past: that it is a story need not be guessed."""

MOST_CHARS = 4_000
MOST_COMPETENCIES = 3
FEWEST_IN_TITLE = 3

THERE = {"action": -1.0, "result": -0.8, "tradeoff": -0.8}
"""Log-odds from which a part is there; for all others `ELSE`."""
ELSE = -0.6

OF_PEOPLE = ("lead", "people")
"""Families of verbs that are worth a story without a figure: leading, owning, mentoring."""

_ASKS = Question("", "Tell me about a time when this happened.", "behavioural", "star")
_DONE = re.compile(r"\b(?:I|we|my|our)\b", re.IGNORECASE)


_TIME = re.compile(
    r"^.*?\b(?:tell (?:me|us) about|describe|give (?:me|us) an example of|think of)\s+"
    r"(?:a|an|the|one|any)?\s*(?:time|situation|moment|case|occasion)?"
    r"\s*(?:when|where|in which|that)?\s*(?:you\s+)?(?:had to\s+)?",
    re.IGNORECASE,
)
"""What a question about the past begins with before it says what it is about."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`document[start_char:end_char]`; of a transcript the question that it answers."""

    start_char: int
    end_char: int
    asked: str = ""


def candidates(material: Material, coach: Coach) -> list[Story]:
    """Best first within the document: those with more parts, then those that are more particular."""
    if material.kind == "resume":
        return _of_claims(material)
    if material.kind not in ("transcript", "notes", "project", "text", "publication"):
        return []
    scored: list[tuple[float, Story]] = []
    for stretch in _stretches(material):
        made = _episode(material, stretch, coach)
        if made is not None:
            scored.append(made)
    return [story for _, story in sorted(scored, key=lambda s: -s[0])]


def _stretches(material: Material) -> Iterator[Stretch]:
    """Answers of a transcript; paragraphs of any other text."""
    if material.kind == "transcript" and (said := turns(material.text)):
        who, asked = askers(said), ""
        for turn in said:
            if turn.who in who:
                asked = turn.text
            else:
                yield Stretch(turn.start_char, turn.start_char + len(turn.text), asked)
                asked = ""
        return
    for paragraph in re.finditer(r"\S(?:(?!\n\s*\n)[\s\S])*", material.text):
        if not paragraph[0].startswith(("#", "|", "```")):
            yield Stretch(*paragraph.span())


def _episode(material: Material, stretch: Stretch, coach: Coach) -> tuple[float, Story] | None:
    text = material.text[stretch.start_char : stretch.end_char][:MOST_CHARS]
    told = [(start, end) for _, start, end in sentences(text)]
    about_past = bool(stretch.asked) and kind_of(stretch.asked) == "behavioural"
    fewest, words, least = FEWEST_ASKED if about_past else (FEWEST_SENTENCES, FEWEST_WORDS, LEAST_PARTS)
    if len(told) < fewest or len(text.split()) < words or not _DONE.search(text):
        return None
    case = coach.case(Answer(None, _ASKS.text, text), _ASKS)
    spans = _parts(case, told)
    if "action" not in spans or len(spans) < least:
        return None
    parts = tuple(
        _part(material, part, stretch.start_char + spans[part][0], stretch.start_char + spans[part][1])
        for part in STORY_PARTS
        if part in spans
    )
    story = Story(
        _id(text), _title(parts, stretch.asked), parts, signs(text)[:MOST_COMPETENCIES], state="candidate"
    )
    return len(spans) + case.specificity.overall, story


def _parts(case: Case, told: Sequence[tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """For each part that is there its sentences in a row: the clearest one, and neighbours that do the
    same.
    """
    units = case.reading.units
    anchors: dict[str, int] = {}
    for heading in sorted(case.headings, key=lambda h: -h.score):
        if heading.missing or heading.unit < 0 or heading.score < THERE.get(heading.part, ELSE):
            continue
        at = _sentence_at(told, units[heading.unit].start)
        if at is not None and at not in anchors.values():
            anchors[heading.part] = at
    owner = {at: part for part, at in anchors.items()}
    for at, (start, end) in enumerate(told):
        inside = [n for n, unit in enumerate(units) if start <= unit.start < end]
        if at not in owner and inside and anchors:
            owner[at] = max(anchors, key=lambda p: max(case.score(label_of(p), n) for n in inside))
    return {part: _run(told, owner, at, part) for part, at in anchors.items()}


def _run(told: Sequence[tuple[int, int]], owner: dict[int, str], at: int, part: str) -> tuple[int, int]:
    first = last = at
    while owner.get(first - 1) == part:
        first -= 1
    while owner.get(last + 1) == part:
        last += 1
    return told[first][0], told[last][1]


def _sentence_at(told: Sequence[tuple[int, int]], char: int) -> int | None:
    return next((n for n, (start, end) in enumerate(told) if start <= char < end), None)


def _of_claims(material: Material) -> list[Story]:
    """A line of a résumé is the bones of a story: what was done, what moved, where."""
    found: list[tuple[int, Story]] = []
    for line in lines(material.text):
        told = claim(line.text)
        if told is None or not (told.changed or told.safety or FAMILY_OF_VERB.get(told.verb) in OF_PEOPLE):
            continue
        slices = _claim_slices(material.text[line.start_char : line.end_char], told)
        parts = [_part(material, p, line.start_char + a, line.start_char + b) for p, a, b in slices]
        if line.head:
            parts.insert(0, _part(material, "situation", *line.head_span))
        text = material.text[line.start_char : line.end_char]
        story = Story(
            _id(text), _short(line.text), tuple(parts), signs(text)[:MOST_COMPETENCIES], (), "candidate"
        )
        found.append((len(parts), story))
    return [story for _, story in sorted(found, key=lambda f: -f[0])]


def _claim_slices(line: str, told: Claim) -> list[tuple[str, int, int]]:
    """The means are the action and what moved is the result, where the line has both."""
    if told.changed and told.means:
        at = means_in(line)
        if at is not None:
            return [("action", at[1], len(line)), ("result", 0, at[0])]
    if told.changed and (moved := outcome_in(line)) is not None:
        return [("action", 0, moved[0]), ("result", moved[1], len(line))]
    return [("action", 0, len(line))]


def _part(material: Material, part: str, start: int, end: int) -> StoryPart:
    text = re.sub(r"\*\*|__|`", "", material.text[start:end])
    return StoryPart(part, text, material.document_id, start, end)


def _title(parts: Sequence[StoryPart], asked: str) -> str:
    """What was asked for, where the question says it; else the first words of what was done."""
    time = _TIME.match(asked)
    about = re.split(r"[.?!]", asked[time.end() :])[0] if time else ""
    if len(about.split()) >= FEWEST_IN_TITLE:
        return _short(about)
    by = {part.part: part.text for part in parts}
    return _short(by.get("action") or parts[0].text)


def _short(text: str) -> str:
    plain = re.sub(r"^(?:I|we|so|and|then)\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    words = plain.split()
    cut = " ".join(words[:12])
    cut = (OPEN.sub("", cut) if len(words) > 12 else cut).rstrip(" ,;:.")
    return cut[:1].upper() + cut[1:] + ("…" if len(words) > 12 else "")


def _id(text: str) -> str:
    plain = " ".join(re.findall(r"\w+", text.lower()))
    return "s-" + hashlib.blake2b(plain.encode(), digest_size=4).hexdigest()
