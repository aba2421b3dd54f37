"""From past interviews: what the other side asked, found by who speaks and by the form of the sentence."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.lines import sentences
from extrabrain.bank.generate.wording import Wording
from extrabrain.core.question import PATTERN_OF_KIND, QuestionKind

FEWEST_WORDS = 6
FEWEST_TOLD = 4
"""`Explain calibration to a nurse.` stands for itself; a question as short seldom does."""

MOST_WORDS = 70
_TURN = re.compile(
    r"^(?:\[?\(?[\d:.,]+\)?\]?\s+)?(?P<who>[^\W\d_][\w .'’-]{0,40}?)"
    r"(?:\s*\(?\d+:\d\d(?::\d\d)?\)?)?:\s+(?P<said>\S.*)$"
)
_ASKER = re.compile(r"\b(?:interviewer|recruiter|hiring|panel|examiner|host|q)\b", re.IGNORECASE)
_ANSWERER = re.compile(r"\b(?:me|i|you|candidate|interviewee|applicant|a|answer)\b", re.IGNORECASE)
_FORM = re.compile(
    r"\b(?:tell (?:me|us) (?:about|how|why|more about)|walk (?:me|us) through|talk (?:me|us) through"
    r"|describe|explain"
    r"|give (?:me|us) an example|suppose|imagine|say you|let's say|how|what|why|which|when|where|who"
    r"|can you|could you"
    r"|would you|do you|did you|have you|are you|were you|is there|if)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:tell (?:me|us)|walk (?:me|us)|talk (?:me|us)|describe|explain|give (?:me|us) an example"
    r"|suppose|imagine)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:so|ok(?:ay)?|all right|alright|great|good|thanks?(?: you)?|right|and|but|um+|uh+|er|well"
    r"|yeah|yes|sure|cool"
    r"|perfect|nice|interesting|got it|now|then|next|first|maybe|let's see|i see"
    r"|(?:hi|hello|hey|welcome)(?:\s+(?-i:[A-Z])\w+)?(?=[,.!]))[,.!:]*\s+)+",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(?:hear me|see my screen|how are you|can you see|does that (?:make sense|answer)"
    r"|any questions|questions for"
    r"|ready to start|shall we|sound good|how was your|is that (?:ok|okay|right|clear)|what time|your camera"
    r"|before we (?:start|begin)|find us|coffee|weather|weekend)\b",
    re.IGNORECASE,
)
_STORY = re.compile(
    r"\b(?:tell (?:me|us) about|an example|a time|a situation|describe (?:a|the) (?:time|situation|project)"
    r"|have you (?:ever )?\w+|did you|were you|you(?:'ve| have) (?:had|made|done|seen|faced"
    r"|worked|led|built))\b",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:suppose|imagine|let's say|say (?:that )?you|how would you|what would you"
    r"|would you (?:launch|ship|deploy))\b",
    re.IGNORECASE,
)


_ABOUT_IT = re.compile(
    r"(?:how|what|why|who|when|where|which)\b(?:\s+\w+){0,3}?\s+(?:did|was|were|had)\b"
    r"(?=.*\b(?:it|that|this|they|them|those|the)\b)",
    re.IGNORECASE,
)
"""A question about the past that does not say which: it goes on from the one before."""


@dataclass(frozen=True, slots=True)
class Turn:
    who: str
    start_char: int
    text: str


def turns(document: str) -> list[Turn]:
    """What stands after `Speaker:` on a line, with the lines that go on after it."""
    found: list[Turn] = []
    at = 0
    for raw in document.splitlines(keepends=True):
        start, at = at, at + len(raw)
        said = _TURN.match(raw.rstrip("\n"))
        if said:
            found.append(Turn(said["who"].strip(), start + said.start("said"), said["said"]))
        elif found and raw.strip() and not raw.lstrip().startswith("#"):
            last = found[-1]
            found[-1] = Turn(last.who, last.start_char, document[last.start_char : at].rstrip())
        elif raw.strip() and not found:
            found.append(Turn("", start + len(raw) - len(raw.lstrip()), raw.strip()))
    return found


def askers(said: list[Turn]) -> set[str]:
    """Who leads the interview: by name where it says so, else whoever mostly asks and talks less."""
    names = {turn.who for turn in said}
    if named := {who for who in names if who and _ASKER.search(who)}:
        return named
    words, asked, count = Counter[str](), Counter[str](), Counter[str]()
    for turn in said:
        words[turn.who] += len(turn.text.split())
        count[turn.who] += 1
        asked[turn.who] += any(is_question(text) for text, _, _ in sentences(turn.text))
    others = {who for who in names if who and not _ANSWERER.fullmatch(who)}
    if len(names) < 2:
        return names
    talker = max(names, key=lambda who: words[who] * (1.3 - asked[who] / count[who]))
    return {who for who in others if who != talker and asked[who] >= 0.4 * count[who]}


def is_question(sentence: str) -> bool:
    plain = _LEAD.sub("", sentence)
    if _SMALL.search(plain):
        return False
    return bool(_ASKED.match(plain)) or (plain.rstrip("\"'”’)").endswith("?") and bool(_FORM.search(plain)))


def drafts(material: Material, wording: Wording) -> list[Draft]:
    """`wording` is not needed: they were put well enough to be answered once."""
    del wording
    said = turns(material.text)
    who = askers(said)
    found: list[Draft] = []
    story = ""
    for place, turn in enumerate(said):
        if turn.who not in who:
            continue
        answer = next((t.text for t in said[place + 1 : place + 3] if t.who not in who), "")
        for draft in _of(turn, answer):
            if story and _ABOUT_IT.match(draft.text):
                found.append(replace(draft, text=f"{draft.text} (It followed on “{story}”)"))
                continue
            found.append(draft)
            if draft.kind == "behavioural":
                story = draft.text
    return found


def _of(turn: Turn, answer: str) -> list[Draft]:
    found: list[Draft] = []
    told = list(sentences(turn.text, turn.start_char))
    for place, (text, start, end) in enumerate(told):
        if not is_question(text) or (found and start < found[-1].end_char):
            continue
        if (
            re.match(r"(?:suppose|imagine|let's say|say you)\b", _LEAD.sub("", text), re.IGNORECASE)
            and "?" not in text
        ):
            text, end = _with_next(turn, told, place, start)
        lead = _LEAD.match(text)
        begin = start + (lead.end() if lead else 0)
        plain = " ".join(turn.text[begin - turn.start_char : end - turn.start_char].split())
        fewest = FEWEST_TOLD if _ASKED.match(plain) else FEWEST_WORDS
        if not fewest <= len(plain.split()) <= MOST_WORDS:
            continue
        kind = kind_of(plain)
        found.append(
            Draft(
                text=plain[:1].upper() + plain[1:],
                kind=kind,
                pattern=PATTERN_OF_KIND[kind],
                start_char=begin,
                end_char=end,
                key_points=_said(answer),
                difficulty=2,
                tests="It was asked in an interview of yours.",
            )
        )
    return found


def _with_next(turn: Turn, told: list[tuple[str, int, int]], place: int, start: int) -> tuple[str, int]:
    """A case goes on until it asks something."""
    for _, _, end in told[place + 1 : place + 4]:
        text = turn.text[start - turn.start_char : end - turn.start_char]
        if text.endswith("?"):
            return text, end
    return told[place][0], told[place][2]


def kind_of(text: str) -> QuestionKind:
    if _CASE.search(text):
        return "scenario"
    return "behavioural" if _STORY.search(text) else "technical"


def _said(answer: str) -> tuple[str, ...]:
    """What the user answered then, in its most particular sentences: those with figures and names first."""
    scored: defaultdict[int, list[str]] = defaultdict(list)
    for text, _, _ in sentences(answer):
        plain = " ".join(text.split())
        if 5 <= len(plain.split()) <= 40:
            scored[len(re.findall(r"\d[\d,.]*|(?<!^)(?<![.!?] )\b[A-Z]\w+", plain))].append(plain)
    best = [text for score in sorted(scored, reverse=True) for text in scored[score] if score]
    return tuple(f"You said then: {text}" for text in best[:3])
