"""The findings that are weighed from fitted signs: things said that cost, and things left out.

vague · unmeasured-tradeoff · no-threshold · no-owner · no-result · no-learning · absolute · off-topic ·
single-technique · ignores-deployment · safety-as-pr · dismissive · lone-expert · unsupported-claim
"""

from dataclasses import dataclass

import numpy as np

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.cues import cue_book
from extrabrain.coach.mistakes.signs import best_run
from extrabrain.coach.mistakes.spans import around_best, ending
from extrabrain.coach.mistakes.weigh import scales
from extrabrain.coach.patterns import LEAST_WORDS
from extrabrain.coach.tokens import tokens
from extrabrain.core.finding import FindingKind
from extrabrain.core.question import Pattern

OWN_TOPIC = 1.5
"""What the log-odds of a fault lose where the question is about the same thing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`label` says where it shows; `lack`: it is left out, which only an answer of some length can show."""

    kind: FindingKind
    label: str
    severity: int
    lack: bool = False
    patterns: tuple[Pattern, ...] = ("star", "scaling", "explain")
    whole_sentence: bool = True
    topic_cue: str = ""


FAULTS: tuple[Fault, ...] = (
    Fault("absolute", "absolute", 2, whole_sentence=False),
    Fault("single-technique", "single", 3),
    Fault("safety-as-pr", "pr", 3, whole_sentence=False, topic_cue="pr"),
    Fault("dismissive", "dismissive", 3),
    Fault("lone-expert", "lone", 2),
    Fault("unsupported-claim", "unsupported", 2),
    Fault("ignores-deployment", "closed", 2),
    Fault("vague", "vague", 2, whole_sentence=False),
    Fault("unmeasured-tradeoff", "bald", 2),
    Fault("off-topic", "tangent", 2),
    Fault("no-threshold", "loose", 3, lack=True),
    Fault("no-owner", "passive", 2, lack=True, whole_sentence=False),
    Fault("no-result", "undone", 3, lack=True, patterns=("star", "explain")),
)


def find(case: Case) -> list[Suspicion]:
    if not case.reading.units:
        return []
    table = scales(case)
    found: list[Suspicion] = []
    for fault in FAULTS:
        if not _applies(case, fault):
            continue
        sureness = table[fault.kind].sureness(case) - _own_topic(case, fault)
        if sureness >= 0:
            first, last = _where(case, fault)
            found.append(Suspicion(fault.kind, fault.severity, first, last, sureness))
    return found + _no_learning(case)


def chances(case: Case) -> dict[str, float]:
    """How likely each fitted finding is, 0–1, also where it stays silent: scores move before findings do."""
    if not case.reading.units:
        return {}
    table = scales(case)
    return {fault.kind: table[fault.kind].chance(case) for fault in FAULTS if _applies(case, fault)}


def _applies(case: Case, fault: Fault) -> bool:
    return case.pattern in fault.patterns and not (fault.lack and case.words < LEAST_WORDS)


def _no_learning(case: Case) -> list[Suspicion]:
    """The lesson (`star`) or the learning from incidents (`scaling`) is missing; quotes the ending."""
    if case.words < LEAST_WORDS:
        return []
    for heading in case.headings:
        if heading.part in ("learning", "learn") and heading.missing:
            scale = scales(case)[f"{case.pattern}.{heading.part}"]
            return [Suspicion("no-learning", 2, *ending(case), scale.sureness(case))]
    return []


def _own_topic(case: Case, fault: Fault) -> float:
    """Words that the question itself uses say less: an answer about a newspaper speaks of headlines."""
    if not fault.topic_cue:
        return 0.0
    asked = cue_book().find(tokens(case.topic.question), frozenset())
    return OWN_TOPIC if any(cue.name == fault.topic_cue for cue in asked) else 0.0


def _where(case: Case, fault: Fault) -> tuple[int, int]:
    if fault.kind == "off-topic":
        _, first, last = best_run(case, "tangent", 25)
        return first, last
    scores = case.judgement.of(fault.label)
    if fault.kind == "no-threshold":
        scores = (scores + 0.5 * case.judgement.of("gate")).astype(np.float32)
    return around_best(case, scores, whole_sentence=fault.whole_sentence)
