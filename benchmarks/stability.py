"""Does the coach say the same about the same answer when it is typed, heard or put a little differently?

Each labelled answer is assessed again with typing errors, without punctuation and capitals, with commas only,
and with small paraphrases; counted is how often each verdict (a finding) stays as it was.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from extrabrain.coach.coach import Coach
from extrabrain.core.answer import Answer
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question

TYPOS_PER_100 = 2
SAME_MEANING = (
    (r"\bfor example\b", "for instance"),
    (r"\babout (?=\d)", "roughly "),
    (r"\bpercent\b", "per cent"),
    (r"\bpeople\b", "persons"),
    (r"\bbecause\b", "since"),
    (r"\bHowever\b", "But"),
    (r"\bI'd\b", "I would"),
    (r"\bdidn't\b", "did not"),
    (r"\bwasn't\b", "was not"),
    (r"\bdoesn't\b", "does not"),
    (r"\bit's\b", "it is"),
    (r"\bstarted\b", "began"),
    (r"\bbig\b", "large"),
    (r"\bmaybe\b", "perhaps"),
    (r"\bshowed\b", "made clear"),
    (r"\basked\b", "requested"),
    (r"\bfast\b", "quick"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Verdicts of one answer: the same in both, and only in one; `exactly`: no finding came or went."""

    same: int
    changed: int
    exactly: bool


def with_typos(text: str, seed: int) -> str:
    """Two letters swapped in about two of a hundred words of five letters and more."""
    draw = random.Random(seed)
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    for at in draw.sample(long, min(len(long), max(1, len(words) * TYPOS_PER_100 // 100))):
        cut = draw.randrange(1, len(words[at]) - 2)
        word = words[at]
        words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def unpunctuated(text: str, _: int) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s'%.,]|[.,](?!\d)", " ", text)).strip().lower()


def spliced(text: str, _: int) -> str:
    """Commas in place of all other marks, as some recognisers write."""
    return re.sub(r"[.;:!?](?!\d)", ",", text)


def paraphrased(text: str, _: int) -> str:
    for pattern, other in SAME_MEANING:
        text = re.sub(pattern, other, text)
    return text


CHANGES: dict[str, Callable[[str, int], str]] = {
    "typing errors": with_typos,
    "no punctuation, lower case": unpunctuated,
    "commas only": spliced,
    "small paraphrases": paraphrased,
}


def kept(coach: Coach, answers: Sequence[dict[str, Any]], change: Callable[[str, int], str]) -> list[Kept]:
    found: list[Kept] = []
    for number, answer in enumerate(answers):
        before = _findings(_assess(coach, answer, answer["text"]))
        after = _findings(_assess(coach, answer, change(answer["text"], number)))
        found.append(Kept(len(before & after), len(before ^ after), before == after))
    return found


def _assess(coach: Coach, answer: dict[str, Any], text: str) -> Feedback:
    question = Question("", answer["question"], answer["kind"], answer["pattern"])
    return coach.assess(Answer(None, question.text, text), question, feedback_id="")


def _findings(feedback: Feedback) -> set[str]:
    return {finding.kind for finding in feedback.findings}
