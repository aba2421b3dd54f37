"""Why the coach said something, or stayed silent: the signs behind each finding and each missing part."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from extrabrain.coach.case import Case
from extrabrain.coach.english import judgeable
from extrabrain.coach.mistakes import manner
from extrabrain.coach.mistakes.fitted import FAULTS
from extrabrain.coach.mistakes.table import suspicions
from extrabrain.coach.mistakes.weigh import weigh
from extrabrain.coach.patterns import LEAST_WORDS, MOST_WORDS
from extrabrain.coach.scale import Scale, Weighed
from extrabrain.coach.sign_words import sign_in_words
from extrabrain.core.quote import Quote

RANKS = {"top": 0, "margin": 0, "second": 1, "third": 2}
"""Signs that rest on one clause: the one with the highest score for the label, the second, the third."""


@dataclass(frozen=True, slots=True)
class SignSeen:
    """`effect`: what the sign adds to the log-odds, against an answer in which it has its `usual` value.

    `says` puts it in words; `quote` is the clause that it rests on, where it is one and more than usual.
    """

    name: str
    value: float
    usual: float
    effect: float
    says: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`about`: a kind of finding, or `missing <part>`; `says` tells in words why it was reported or not.

    Log-odds, threshold and signs are there where it was weighed; what follows from counts alone (length,
    fillers, softeners, pace) has none.
    """

    about: str
    reported: bool
    says: str
    log_odds: float | None
    threshold: float | None
    signs: tuple[SignSeen, ...]


def explain(case: Case, table: Mapping[str, Scale]) -> tuple[Explanation, ...]:
    """The likeliest first, then what was counted; empty for an answer without words."""
    if not case.reading.units:
        return ()
    reported = {suspicion.kind for suspicion in suspicions(case)}
    gone = {f"{case.pattern}.{heading.part}" for heading in case.headings if heading.missing}
    weighed, scaling = weigh(case, table)
    found: list[tuple[float, Explanation]] = []
    for name, result in weighed.items():
        scale, is_reported = table[name], name in reported or name in gone
        seen = [
            _seen(case, sign, scaling.value(sign), weight, usual)
            for sign, weight, usual in zip(scale.signs, scale.weights, scale.usual, strict=True)
        ]
        one = Explanation(
            about=f"missing {name.partition('.')[2]}" if "." in name else name,
            reported=is_reported,
            says=_verdict(case, name, result, is_reported=is_reported),
            log_odds=round(result.log_odds, 3),
            threshold=result.threshold,
            signs=tuple(sorted(seen, key=lambda sign: -abs(sign.effect))),
        )
        found.append((-result.sureness, one))
    found.sort(key=lambda pair: pair[0])
    counted = [Explanation(kind, kind in reported, says, None, None, ()) for kind, says in _counted(case)]
    return (*(one for _, one in found), *sorted(counted, key=lambda one: not one.reported))


def _seen(case: Case, name: str, value: float, weight: float, usual: float) -> SignSeen:
    what, _, label = name.partition(":")
    quote = None
    if what in RANKS and value > usual and label in case.judgement.columns:
        scores = case.judgement.of(label)
        if RANKS[what] < len(scores):
            quote = case.reading.quote(int(np.argsort(-scores, kind="stable")[RANKS[what]]))
    effect = round(weight * (value - usual), 3)
    return SignSeen(name, round(value, 3), usual, effect, sign_in_words(name, value, usual), quote)


def _verdict(case: Case, name: str, result: Weighed, *, is_reported: bool) -> str:
    enough = result.sureness >= 0
    if is_reported and enough:
        return "reported: its signs together weigh enough"
    if is_reported:
        return (
            "reported: no clause is left for it"
            if "." in name
            else "reported: nothing comes near the question"
        )
    if not enough:
        return "silent: its signs together do not weigh enough"
    if not judgeable(case.reading.row):
        return "silent: too few words, or not English ones"
    fault = next((fault for fault in FAULTS if fault.kind == name), None)
    if fault is not None and case.pattern not in fault.patterns:
        return "silent: not looked for in this kind of answer"
    if fault is not None and fault.lack and case.words < LEAST_WORDS:
        return "silent: the answer is too short to judge what it leaves out"
    if fault is not None and fault.topic_cue:
        return "silent: the question is about this itself, or another finding is far surer"
    return "silent: another finding is far surer, and this is mostly an echo of it"


def _counted(case: Case) -> list[tuple[str, str]]:
    heard = case.heard
    fillers, hedges = heard.fillers, len(heard.spoken.hedges)
    length = f"{case.words} words"
    found = [
        ("too-long", f"{length}; reported from {MOST_WORDS}"),
        ("too-short", f"{length}; reported under {LEAST_WORDS}"),
        ("filler-heavy", f"{fillers} fillers, {heard.fillers_per_100:.1f} for each 100 words; reported from "
         f"{manner.LEAST_FILLERS} in all and {manner.FILLERS_PER_100} for each 100"),
        ("hedged", f"{hedges} softeners, {heard.hedges_per_100:.1f} for each 100 words; reported from "
         f"{manner.LEAST_HEDGES} in all and {manner.HEDGES_PER_100} for each 100"),
    ]  # fmt: skip
    if (pace := heard.delivery.words_per_minute) is not None:
        found += [
            ("too-fast", f"{pace:.0f} words a minute; reported above {manner.FAST_WPM:.0f}"),
            ("too-slow", f"{pace:.0f} words a minute; reported below {manner.SLOW_WPM:.0f}"),
        ]
    return found
