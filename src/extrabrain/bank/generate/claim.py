"""A line of a résumé as a claim: who did what, by which means, with which figure."""

import re
from dataclasses import dataclass

from extrabrain.bank.generate.verbs import base_of, is_past, opening_verb, past_of

_I = re.compile(r"^(?:I|we)\s+(?:have\s+)?", re.IGNORECASE)
_ROLE = re.compile(
    r"\s+(?:\w+\s+)?(?:engineer|scientist|researcher|developer|manager|analyst|assistant|associate|consultant"
    r"|fellow|intern|director|architect|designer|specialist|officer|student|author|lead|head|group|team)\b",
    re.IGNORECASE,
)
"""`Research engineer with six years …` begins with a noun, though `research` is a verb too."""

_NO_OBJECT = re.compile(r"\s+(?:it|them|this|that|these|those|so)\b", re.IGNORECASE)
"""`Built it because …` says what only the sentence before tells."""

_RESPONSIBLE = re.compile(r"^(?:was\s+|were\s+)?(?P<what>responsible|accountable) for\s+", re.IGNORECASE)
_TO_YOU = (
    (re.compile(r"\b(?:my|our)\b", re.IGNORECASE), "your"),
    (re.compile(r"\b(?:me|us)\b"), "you"),
    (re.compile(r"\b(?:I|[Ww]e)\b"), "you"),
    (re.compile(r"\b(?:myself|ourselves)\b", re.IGNORECASE), "yourself"),
)
_NUMBER = (
    r"(?:[$€£]\s?)?\d[\d,.]*\s?(?:%|percent|ms|s\b|x\b|×|k\b|M\b|GB|TB|points?|hours?|days?|weeks?|months?)?"
)
_NOT_BY = "".join(
    f"(?<!{word} )"
    for word in ("used", "read", "cited", "run", "adopted", "shared", "written", "made", "led")
)
"""`used by 14 hospitals` says who, not by how much."""

_CHANGE = re.compile(
    rf"\bfrom\s+{_NUMBER}\s*\w*\s+to\s+{_NUMBER}|{_NOT_BY}\bby\s+(?:over |about |almost |nearly "
    rf"|up to )?{_NUMBER}"
    rf"|\b(?:halv|doubl|tripl)\w+|\b\d[\d.]*\s?(?:x|×|%)|\b\d[\d,.]*\s?(?:percent|points)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b\d[\d,.]*\b")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_MEANS = re.compile(r"[,;]?\s+(?:by\s+(?=[a-z][\w-]*ing\b)|(?:through|via|using)\s+(?=[a-zA-Z]))")
_THEN = re.compile(r";\s+(?:and\s+)?(?=(?P<verb>[a-z][\w-]*)\b)")
_THEN_MOVED = re.compile(
    r",?\s+(?:and|which)\s+(?=(?P<verb>[a-z]+)\b)|,\s+(?:thereby\s+)?(?=(?P<doing>[a-z]{3,}ing)\b)"
)
_SAFE = re.compile(
    r"\b(?:safe\w*|priva\w+|harm\w*|bias\w*|fair\w*|abuse|misuse|jailbreak\w*|red[- ]team\w*|risk\w*"
    r"|incident\w*"
    r"|secur\w+|vulnerab\w+|align\w*|toxic\w*|refus\w+|audit\w*|compliance|moderation|leak\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """`said` goes on after "You "; `verb` is the base form; `means` is how, where the line says so.

    `changed` says that a figure moved; `figures` that there is any figure; `safety` that a risk is meant.
    """

    said: str
    verb: str
    what: str
    means: str
    changed: bool
    figures: bool
    safety: bool


def claim(line: str, *, present: bool = True) -> Claim | None:
    """None for a line that does not say what somebody did.

    `present` says that a line such as `Lead a team of five` is no instruction; `I lead …` never is.
    """
    subject = _I.match(line.strip())
    present = present or subject is not None
    text = line.strip().rstrip(" .;")[subject.end() if subject else 0 :]
    if task := _RESPONSIBLE.match(text):
        rest = to_you(text[task.end() :])
        return _claim(f"were {task['what'].lower()} for {rest}", "own", f"were responsible for {rest}")
    found = opening_verb(text)
    if found is None or len(text.split()) < 4:
        return None
    verb, at = found
    after = text[at + len(verb) :]
    if not is_past(verb) and (not present or (subject is None and _ROLE.match(after))):
        return None
    if _NO_OBJECT.match(after):
        return None
    if after[:1] not in (" ", ",") or after.lstrip(" ,")[:1] in ("", ":", "|"):
        return None
    word = verb.lower()
    base = base_of(word) or word
    said = _THEN.sub(
        lambda m: ", and " if is_past(m["verb"]) else "; ", to_you(text[:at].lower() + word + after)
    )
    if (
        not is_past(word)
        and base == word
        and re.match(r"\s+(?:and|to)\b", after) is None
        and word.endswith("s")
    ):
        return None
    return _claim(said, base, said)


def means_in(line: str) -> tuple[int, int] | None:
    """Where a line stops saying what came of it, and where it begins to say how; none where it does not."""
    found = _MEANS.search(line)
    return found.span() if found and found.start() > 8 and found.end() < len(line) else None


def outcome_in(line: str) -> tuple[int, int] | None:
    """Where a line stops saying what was done and begins to say which figure that moved."""
    for found in _THEN_MOVED.finditer(line):
        if (found["doing"] or is_past(found["verb"])) and _CHANGE.search(line, found.end()):
            return None if _CHANGE.search(line[: found.start()]) else found.span()
    return None


def to_you(text: str) -> str:
    """The writer's I and we as you, for a question put to them."""
    for pattern, word in _TO_YOU:
        text = pattern.sub(word, text)
    return text


def past(subject: str) -> str | None:
    """A commit subject in the imperative as what somebody did: `Add a cache` → `added a cache`."""
    found = opening_verb(subject)
    if found is None or len(subject.split()) < 3:
        return None
    verb, at = found
    low = verb.lower()
    told = low if is_past(low) and low not in ("cut", "set", "put", "split", "read", "let") else past_of(low)
    rest = subject[at + len(verb) :].rstrip(" .")
    second = re.match(r"(\s+and\s+)([a-z][\w-]*)\b", rest)
    if second and base_of(second[2]) and not is_past(second[2]):
        rest = f"{second[1]}{past_of(second[2])}{rest[second.end() :]}"
    return to_you(subject[:at].lower() + told + rest)


_NOUN_ENDS = re.compile(
    r"\s+(?:for|to|in|on|of|by|with|from|into|at|as|when|before|after|without|and|so|that|which|if|via|per|over)\b"
    r"|[,;:.(]"
)
_DETERMINED = re.compile(
    r"(?:a|an|the|this|these|those|all|any|each|every|no|some|more|its|our|my|their|your|two|three|\d+)\b"
    r"|(?:for|to|in|on|of|by|with|from|into|at|as|when|before|after|out|up|off|back|down)\b|\W",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(
    r"(?:s|ing|ment|ness|ity|ance|ence|ics|ism|support|logic|code|data|work|text|memory|software|privacy|prose"
    r"|input|output|history|traffic|noise|latency|access|advice|content|coverage|storage|usage|style|css|html)$",
    re.IGNORECASE,
)


def is_terse(subject: str) -> bool:
    """Whether a commit subject leaves out an article that a sentence needs: `Add paired prompt loader`."""
    found = opening_verb(subject)
    if found is None:
        return False
    rest = subject[found[1] + len(found[0]) :].strip()
    if not rest or _DETERMINED.match(rest):
        return False
    end = _NOUN_ENDS.search(rest)
    noun = rest[: end.start()] if end else rest
    last = noun.split()[-1] if noun.split() else ""
    return last.islower() and len(noun.split()) > 1 and not _UNCOUNTED.search(last)


def _claim(said: str, verb: str, what: str) -> Claim:
    means = means_in(what)
    figures = [n for n in _FIGURE.findall(what) if not _YEAR.match(n)]
    return Claim(
        said=said,
        verb=verb,
        what=what[: means[0]].strip() if means else what,
        means=what[means[1] :] if means else "",
        changed=bool(_CHANGE.search(what)),
        figures=bool(figures),
        safety=bool(_SAFE.search(what)),
    )
