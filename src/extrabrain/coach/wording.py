"""A suspicion in words: why it costs, what an interviewer would ask, and what to try instead."""

from collections.abc import Callable

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.phrases import phrases
from extrabrain.coach.rewrite import (
    less_absolute,
    less_vague,
    plain,
    with_more,
    without_fillers,
    without_hedges,
)
from extrabrain.core.finding import Finding


def finding(case: Case, suspicion: Suspicion) -> Finding:
    kind = suspicion.kind
    why = phrases().why[kind].format(detail=suspicion.detail)
    if kind == "off-topic" and suspicion.detail == "whole":
        why = phrases().never_near
    if kind == "no-learning" and case.pattern == "scaling":
        why = phrases().no_loop
    return Finding(
        kind=kind,
        severity=suspicion.severity,
        quote=case.reading.quote(suspicion.first, suspicion.last),
        why=why,
        try_instead=try_instead(case, suspicion),
    )


def try_instead(case: Case, suspicion: Suspicion) -> str:
    """The user's own sentence, better; blanks in `[…]`."""
    said = case.reading.quote(suspicion.first, suspicion.last).text
    special = _SPECIAL.get(suspicion.kind)
    if special is not None:
        return special(case, suspicion)
    rewrite = _REWRITES.get(suspicion.kind)
    if rewrite is not None:
        return rewrite(said)
    return with_more(said, phrases().addition[suspicion.kind])


def _after_incidents(case: Case, suspicion: Suspicion) -> str:
    said = case.reading.quote(suspicion.first, suspicion.last).text
    return with_more(said, phrases().after_incident[case.pattern])


def _leave_out(case: Case, suspicion: Suspicion) -> str:
    units = case.reading.units
    if suspicion.detail == "whole" or suspicion.first == 0 or suspicion.last + 1 >= len(units):
        return f"Begin with the answer to “{plain(case.topic.question, 20)}”: [your answer in one sentence]."
    before = plain(case.reading.unit_text(suspicion.first - 1), 14)
    after = plain(case.reading.unit_text(suspicion.last + 1), 14)
    return f"Leave this out: go from “{before}” straight to “{after}”."


def _say_more(case: Case, suspicion: Suspicion) -> str:
    said = case.reading.quote(suspicion.first, suspicion.last).text
    return with_more(said, phrases().say_more[case.pattern])


def _group(case: Case, suspicion: Suspicion) -> str:
    low = case.low(suspicion.first)
    names = [
        "legal",
        "compliance",
        "policy",
        "ethics",
        "privacy",
        "security",
        "design",
        "product",
        "audit",
        "regulator",
    ]
    who = next((name for name in names if name in low), "")
    team = f"The {who} team" if who else "[Which team]"
    return (
        f"{team} raised [their concern at its strongest]. I checked it with [what evidence], "
        "and we agreed on [what]."
    )


_SPECIAL: dict[str, Callable[[Case, Suspicion], str]] = {
    "no-learning": _after_incidents,
    "off-topic": _leave_out,
    "too-short": _say_more,
    "dismissive": _group,
}
_REWRITES: dict[str, Callable[[str], str]] = {
    "vague": less_vague,
    "absolute": less_absolute,
    "hedged": without_hedges,
    "filler-heavy": without_fillers,
    "repeats": lambda said: f"Say “{plain(said, 18)}” once, then go on to [the next point].",
    "too-long": lambda said: (
        f"Leave out “{plain(said, 14)}” and what hangs on it, or keep only [the one fact that matters]."
    ),
    "too-fast": lambda said: f"Say “{plain(said, 18)}”, breathe, then go on.",
    "too-slow": lambda said: f"Say “{plain(said, 18)}” in one breath.",
}
