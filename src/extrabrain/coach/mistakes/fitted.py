"""The findings that are weighed from fitted signs: things said that cost, and things left out.

vague · unmeasured-tradeoff · no-threshold · no-owner · no-result · no-learning · absolute · off-topic ·
single-technique · ignores-deployment · safety-as-pr · dismissive · lone-expert · unsupported-claim
"""

from dataclasses import dataclass

import numpy as np

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.cues import cue_book
from extrabrain.coach.english import judgeable
from extrabrain.coach.mistakes.signs import best_run
from extrabrain.coach.mistakes.spans import around_best, ending
from extrabrain.coach.patterns import LEAST_WORDS
from extrabrain.coach.tokens import tokens
from extrabrain.core.finding import FindingKind
from extrabrain.core.question import Pattern

OWN_TOPIC = 1.5
"""What the log-odds of a fault lose where the question is about the same thing."""


FAR_BEHIND = 2.0
"""A finding that is so much less sure than the surest one is mostly an echo of it, and stays silent …"""

CERTAIN = 1.5
"""… unless it is that far above its own threshold."""

TANGENT_WORDS = 60
"""A tangent is quoted where its worst run of so many words begins."""

ALONE = 99.0
"""A floor that no clause reaches: the quote is the best clause alone."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`label` says where it shows; `lack`: it is left out, which only an answer of some length can show.

    Its quote runs on while the clauses score above `floor`, or less than `fall` below the best one; chosen
    by what people marked as quotes.
    """

    kind: FindingKind
    label: str
    severity: int
    floor: float = 0.0
    fall: float | None = None
    lack: bool = False
    patterns: tuple[Pattern, ...] = ("star", "scaling", "explain")
    whole_sentence: bool = False
    topic_cue: str = ""


FAULTS: tuple[Fault, ...] = (
    Fault("absolute", "absolute", 2, -1.0),
    Fault("single-technique", "single", 3, -1.0, whole_sentence=True),
    Fault("safety-as-pr", "pr", 3, -1.0, topic_cue="pr"),
    Fault("dismissive", "dismissive", 3, -2.0),
    Fault("lone-expert", "lone", 2, -1.0),
    Fault("unsupported-claim", "unsupported", 2, -2.0),
    Fault("ignores-deployment", "closed", 2, fall=2.5),
    Fault("vague", "vague", 2, fall=2.5),
    Fault("unmeasured-tradeoff", "bald", 2, -2.0),
    Fault("off-topic", "tangent", 2),
    Fault("no-threshold", "loose", 3, lack=True),
    Fault("no-owner", "passive", 2, ALONE, lack=True),
    Fault("no-result", "undone", 3, ALONE, lack=True, patterns=("star", "explain"), whole_sentence=True),
    Fault("no-learning", "unlearned", 2, lack=True, patterns=("star", "scaling")),
)


def find(case: Case) -> list[Suspicion]:
    sure = {
        fault: case.weighed[fault.kind].sureness - _own_topic(case, fault)
        for fault in FAULTS
        if _applies(case, fault)
    }
    least = min(CERTAIN, max(sure.values(), default=0.0) - FAR_BEHIND)
    return [
        Suspicion(fault.kind, fault.severity, *_where(case, fault), sureness)
        for fault, sureness in sure.items()
        if sureness >= max(0.0, least)
    ]


def chances(case: Case) -> dict[str, float]:
    """How likely each fitted finding is, 0–1, also where it stays silent: scores move before findings do."""
    if not judgeable(case.reading.row):
        return {}
    return {fault.kind: case.weighed[fault.kind].chance for fault in FAULTS if _applies(case, fault)}


def _applies(case: Case, fault: Fault) -> bool:
    return case.pattern in fault.patterns and not (fault.lack and case.words < LEAST_WORDS)


def _own_topic(case: Case, fault: Fault) -> float:
    """Words that the question itself uses say less: an answer about a newspaper speaks of headlines."""
    if not fault.topic_cue:
        return 0.0
    asked = cue_book().find(tokens(case.topic.question), frozenset())
    return OWN_TOPIC if any(cue.name == fault.topic_cue for cue in asked) else 0.0


def _where(case: Case, fault: Fault) -> tuple[int, int]:
    if fault.kind == "no-learning":
        return ending(case)
    if fault.kind == "off-topic":
        first = best_run(case, fault.label, TANGENT_WORDS)[1]
        return case.reading.sentence_of(first, first)
    scores = case.judgement.of(fault.label)
    if fault.kind == "no-threshold":
        scores = (scores + 0.5 * case.judgement.of("gate")).astype(np.float32)
    if fault.kind == "no-owner":
        scores = scores - case.judgement.of("owner")
    floor = fault.floor if fault.fall is None else float(scores.max()) - fault.fall
    return around_best(case, scores, floor=floor, whole_sentence=fault.whole_sentence)
