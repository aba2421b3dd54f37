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
from extrabrain.coach.mistakes.spans import Floats, quoted
from extrabrain.coach.patterns import LEAST_WORDS
from extrabrain.coach.tokens import tokens
from extrabrain.core.finding import FindingKind
from extrabrain.core.question import Pattern

OWN_TOPIC = 1.5
"""What the log-odds of a fault lose where the question is about the same thing."""


FAR_BEHIND = 2.5
"""A finding that is so much less sure than the surest one is mostly an echo of it, and stays silent …"""

CERTAIN = 1.5
"""… unless it is that far above its own threshold."""

TANGENT_WORDS = 60
"""A tangent is quoted where its worst run of so many words begins."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`label` says where it shows; `lack`: it is left out, which only an answer of some length can show."""

    kind: FindingKind
    label: str
    severity: int
    lack: bool = False
    patterns: tuple[Pattern, ...] = ("star", "scaling", "explain")
    topic_cue: str = ""


FAULTS: tuple[Fault, ...] = (
    Fault("absolute", "absolute", 2),
    Fault("single-technique", "single", 3),
    Fault("safety-as-pr", "pr", 3, topic_cue="pr"),
    Fault("dismissive", "dismissive", 3),
    Fault("lone-expert", "lone", 2),
    Fault("unsupported-claim", "unsupported", 2),
    Fault("ignores-deployment", "closed", 2),
    Fault("vague", "vague", 2),
    Fault("unmeasured-tradeoff", "bald", 2),
    Fault("off-topic", "tangent", 2),
    Fault("no-threshold", "loose", 3, lack=True),
    Fault("no-owner", "passive", 2, lack=True),
    Fault("no-result", "undone", 3, lack=True, patterns=("star", "explain")),
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
    if fault.kind == "off-topic":
        first = best_run(case, fault.label, TANGENT_WORDS)[1]
        return case.reading.sentence_of(first, first)
    return quoted(case, fault.kind, clause_scores(case, fault), case.extents[fault.kind])


def clause_scores(case: Case, fault: Fault) -> Floats:
    """How much each clause shows the fault."""
    scores = case.judgement.of(fault.label).astype(np.float64)
    if fault.kind == "no-threshold":
        scores += 0.5 * case.judgement.of("gate")
    if fault.kind == "no-owner":
        scores -= case.judgement.of("owner")
    return scores
