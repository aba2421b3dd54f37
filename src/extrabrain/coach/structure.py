"""Which parts of the pattern an answer has, each with its clearest quote.

What a clause says decides which part it is. Where it stands counts a little (`coach/order.py`), unless the
answer does not keep to the usual order. No two parts take the same clause while there are others, nor
readily the same sentence. Whether a part is missing is weighed from fitted signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.coach.judge import Judgement, Scores
from extrabrain.coach.order import keeps_order, usual_places
from extrabrain.coach.reading import Reading
from extrabrain.core.feedback import PartFound, PartStatus, Structure
from extrabrain.core.question import PATTERN_PARTS, Pattern

LABEL_OF_PART: Mapping[str, str] = {
    "learning": "lesson",
    "risks": "risk",
    "criteria": "gate",
    "decision": "gate",
    "learn": "loop",
}
"""The model that hears a part, where its name differs."""

PLACE = 0.8
RIVAL = 0.3
STRANGERS = 0.5
"""How much less a clause is heard by its neighbours where the answer does not keep the usual order."""

TAKEN = 1.0
"""What a clause loses where another part is quoted from its sentence."""

MOST_QUOTED_WORDS = 40
LEAST_QUOTED_WORDS = 20
"""In raw speech, whose sentences are a guess, a shorter piece is quoted with its neighbours …"""

STRANGER = -2.0
"""… but not with one that scores lower for the part. Both chosen on authors left out, by overlap with what
people quoted (0.35 without, 0.49 with)."""

WORDS_A_STOP = 40
"""Text with fewer full stops is raw speech."""

LENGTH = 1.25
LONG_WORDS = 19
"""A longer clause says more: its fit rises with the logarithm of its words up to so many. On authors left out
part quotes go from 0.80 to 0.81 in order and from 0.63 to 0.65 shuffled."""

SHORT_CLAUSE = 4
SHORT_COST = 1.5
WEAK = -1.2
"""A part that is not missing and whose best clause scores below this is weak."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the pattern: the clause that does it best, how well, and whether the part is missing.

    `seat`: how well that clause fits when place and the claims of other parts are counted too. `quoted`:
    first and last clause of what is shown for it.
    """

    part: str
    score: float
    unit: int
    seat: float = float("-inf")
    missing: bool = False
    quoted: tuple[int, int] = (-1, -1)


def label_of(part: str) -> str:
    return LABEL_OF_PART.get(part, part)


def raw_scores(judgement: Judgement, pattern: Pattern) -> Scores:
    """Parts × clauses: how much each clause sounds like each part."""
    return np.stack([judgement.of(label_of(part)) for part in PATTERN_PARTS[pattern]])


def headings(reading: Reading, judgement: Judgement, pattern: Pattern) -> tuple[Heading, ...]:
    """One for each part of the pattern, in its order; `unit` is -1 and the part missing in an empty
    answer."""
    parts = PATTERN_PARTS[pattern]
    count = len(reading.units)
    if not count:
        return tuple(Heading(part, float("-inf"), -1, missing=True) for part in parts)
    raw = raw_scores(judgement, pattern)
    places = usual_places(pattern, count)
    kept = keeps_order(_fit(raw, reading), places)
    apart = np.stack([judgement.apart[:, judgement.columns[label_of(part)]] for part in parts])
    raw += STRANGERS * (1 - kept) * (apart - raw)
    fit = _fit(raw, reading)
    fit += PLACE * kept * places + _length(reading)
    chosen = _one_each(fit, np.array([unit.sentence for unit in reading.units]))
    return tuple(
        Heading(
            part,
            float(raw[row, chosen[row]]),
            chosen[row],
            float(fit[row, chosen[row]]),
            quoted=_quoted(reading, chosen[row], raw[row]),
        )
        for row, part in enumerate(parts)
    )


def status(heading: Heading) -> PartStatus:
    if heading.missing or heading.unit < 0:
        return "missing"
    return "weak" if heading.score < WEAK else "present"


def structure(reading: Reading, found: Sequence[Heading], pattern: Pattern) -> Structure:
    parts: list[PartFound] = []
    for heading in found:
        verdict = status(heading)
        where = None if verdict == "missing" else reading.quote(*heading.quoted)
        parts.append(PartFound(heading.part, verdict, where))
    return Structure(pattern, tuple(parts))


def _quoted(reading: Reading, unit: int, scores: npt.NDArray[np.float32]) -> tuple[int, int]:
    """First and last clause of the sentence, as people quote a part; the clause alone where it is long."""
    first, last = reading.sentence_of(unit, unit)
    if _words(reading, first, last) > MOST_QUOTED_WORDS:
        first = last = unit
    if reading.text.count(".") + reading.text.count("?") + reading.text.count("!") > (
        reading.word_count / WORDS_A_STOP
    ):
        return first, last
    while _words(reading, first, last) < LEAST_QUOTED_WORDS:
        before = float(scores[first - 1]) if first else STRANGER - 1
        after = float(scores[last + 1]) if last + 1 < len(scores) else STRANGER - 1
        if max(before, after) < STRANGER:
            break
        first, last = (first - 1, last) if before > after else (first, last + 1)
    return first, last


def _words(reading: Reading, first: int, last: int) -> int:
    return sum(unit.words for unit in reading.units[first : last + 1])


def _fit(raw: Scores, reading: Reading) -> Scores:
    """A clause that sounds more like another part, or that has hardly a word, fits less; the other clauses
    of its sentence speak for it, as they are quoted with it."""
    fit = raw.copy()
    for row in range(len(raw)):
        rivals = np.delete(raw, row, axis=0).max(axis=0)
        fit[row] -= RIVAL * np.maximum(rivals, -2.0)
    fit -= np.array([SHORT_COST * (unit.words < SHORT_CLAUSE) for unit in reading.units], np.float32)
    pooled = fit.copy()
    for unit in range(fit.shape[1]):
        first, last = reading.sentence_of(unit, unit)
        if last > first:
            own = fit[:, first : last + 1]
            pooled[:, unit] += np.logaddexp.reduce(own, axis=1) - own.max(axis=1)
    return pooled


def _length(reading: Reading) -> npt.NDArray[np.float32]:
    words = np.array([min(unit.words, LONG_WORDS) for unit in reading.units], np.float32)
    return (LENGTH * np.log1p(words)).astype(np.float32)


def _one_each(fit: Scores, sentence: npt.NDArray[np.intp]) -> dict[int, int]:
    """Row → column, the surest first; a column is used again only when all are used."""
    chosen: dict[int, int] = {}
    free = fit.copy()
    used = np.zeros(fit.shape[1], bool)
    for _ in range(len(fit)):
        if used.all():
            used[:] = False
        open_ = np.where(used, -np.inf, free)
        row, column = (int(at) for at in np.unravel_index(int(np.argmax(open_)), fit.shape))
        chosen[row] = column
        used[column] = True
        free[row] = -np.inf
        free[:, sentence == sentence[column]] -= TAKEN
    return chosen
