"""Why the coach said something, or stayed silent: the signs behind each finding and each missing part."""

from collections.abc import Mapping
from dataclasses import dataclass

from extrabrain.coach.case import Case
from extrabrain.coach.mistakes.table import suspicions
from extrabrain.coach.mistakes.weigh import weigh
from extrabrain.coach.scale import Scale


@dataclass(frozen=True, slots=True)
class SignSeen:
    """`effect`: what the sign adds to the log-odds, against an answer in which it has its `usual` value."""

    name: str
    value: float
    usual: float
    effect: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`about`: a kind of finding, or `missing <part>`. Reported where `log_odds` reach `threshold`.

    Findings that follow from counts alone (length, fillers, softeners, pace) have no signs.
    """

    about: str
    log_odds: float
    threshold: float
    reported: bool
    signs: tuple[SignSeen, ...]


def explain(case: Case, table: Mapping[str, Scale]) -> tuple[Explanation, ...]:
    """The likeliest first; empty for an answer without words."""
    reported = {suspicion.kind for suspicion in suspicions(case)}
    gone = {f"{case.pattern}.{heading.part}" for heading in case.headings if heading.missing}
    weighed, scaling = weigh(case, table)
    found: list[Explanation] = []
    for name, result in weighed.items():
        scale = table[name]
        seen: list[SignSeen] = []
        for sign, weight, usual in zip(scale.signs, scale.weights, scale.usual, strict=True):
            now = scaling.value(sign)
            seen.append(SignSeen(sign, round(now, 3), usual, round(weight * (now - usual), 3)))
        found.append(
            Explanation(
                about=f"missing {name.partition('.')[2]}" if "." in name else name,
                log_odds=round(result.log_odds, 3),
                threshold=result.threshold,
                reported=name in reported or name in gone,
                signs=tuple(sorted(seen, key=lambda one: -abs(one.effect))),
            )
        )
    return tuple(sorted(found, key=lambda one: one.threshold - one.log_odds))
