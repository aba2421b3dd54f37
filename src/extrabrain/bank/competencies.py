"""What interviewers want to hear stories about, and how to tell that a story is about it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Competency:
    """`about` is what a story of this kind says, for comparison by meaning; `signs` are words that
    show it.
    """

    competency_id: str
    title: str
    about: str
    signs: str


COMPETENCIES: tuple[Competency, ...] = (
    Competency(
        "risk-judgement",
        "Judging risk",
        "I saw that people could be harmed and decided to delay or limit the launch.",
        r"\b(?:risk\w*|harm\w*|unsafe|dangerous|safety|stopped the launch|delay\w*|roll(?:ed)? ?back"
        r"|incident\w*)\b",
    ),
    Competency(
        "tradeoffs",
        "Weighing trade-offs",
        "Both options had a price; we gave up one thing to protect another, and measured what it cost.",
        r"\b(?:trade-?offs?|at a cost|cost us|in exchange|instead of|gave up|price|versus|balanc\w+)\b",
    ),
    Competency(
        "evidence",
        "Measuring and proving",
        "I measured it on held-out data, computed how sure we could be, and changed my mind.",
        r"\b(?:measur\w+|held-out|baseline|confidence|experiment\w*|evaluat\w+|benchmark\w*|sample\w*|statistic\w*)\b",
    ),
    Competency(
        "technical-depth",
        "Technical depth",
        "I designed and built a difficult system and found the cause of a hard bug.",
        r"\b(?:built|designed|implemented|rewrote|debug\w*|latency|architecture|training|model|library|scheduler)\b",
    ),
    Competency(
        "working-together",
        "Working with others",
        "I worked with people from policy, law, product or medicine, and we decided together.",
        r"\b(?:doctors?|legal|policy|lawyers?|product|partners?|colleagues?|together|stakeholders?|cross-functional)\b",
    ),
    Competency(
        "disagreement",
        "Disagreeing well",
        "My manager and I disagreed; I made my case with evidence and we found an agreement.",
        r"\b(?:disagree\w*|push(?:ed)? back|objected|convinc\w+|persuad\w+|conflict|argued|insisted)\b",
    ),
    Competency(
        "leading",
        "Leading and mentoring",
        "I led a team, mentored people and was responsible for their results.",
        r"\b(?:led|lead|mentor\w*|managed|team of|supervis\w+|taught|coached|hired|responsible for)\b",
    ),
    Competency(
        "failure",
        "Failing and learning",
        "I made a mistake; I learned from it and changed how I work.",
        r"\b(?:mistake|failed|failure|wrong|learned|learnt|would do differently|regret|missed)\b",
    ),
    Competency(
        "uncertainty",
        "Acting without knowing enough",
        "Nobody knew the answer; I said what I did not know and chose a careful first step.",
        r"\b(?:uncertain\w*|unclear|ambigu\w+|unknown|did(?:n't| not) know|no precedent|not sure"
        r"|first time)\b",
    ),
    Competency(
        "explaining",
        "Explaining to others",
        "I explained a technical risk to people outside the field so that they could decide.",
        r"\b(?:explain\w*|present\w+|wrote (?:a|the) (?:memo|report|guide)|communicat\w+|published"
        r"|talk|leadership)\b",
    ),
)

BY_ID = {competency.competency_id: competency for competency in COMPETENCIES}


def signs(text: str) -> tuple[str, ...]:
    """Competencies that the words of a story show, those with more signs first."""
    counts = {c.competency_id: len(set(re.findall(c.signs, text.lower()))) for c in COMPETENCIES}
    return tuple(i for i, count in sorted(counts.items(), key=lambda item: -item[1]) if count)
