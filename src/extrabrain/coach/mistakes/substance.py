"""How much is behind the words: vague, unmeasured-tradeoff, hedged."""

from extrabrain.coach.case import Case, Suspicion

VAGUE_SCORE = 0.4
LEAST_VAGUE_WORDS = 7
SPECIFIC_ENOUGH = 0.5
HEDGES_PER_100 = 2.9
LEAST_HEDGES = 5
BALD_SCORE = 0.5


def find(case: Case) -> list[Suspicion]:
    found = [_vague(case), _unmeasured(case), _hedged(case)]
    return [suspicion for suspicion in found if suspicion is not None]


def _vague(case: Case) -> Suspicion | None:
    """A clause that says little in words that mark it, and whose sentence scores low in specificity."""
    reading = case.reading
    best: Suspicion | None = None
    for at, unit in enumerate(reading.units):
        score = case.score("vague", at)
        rating = case.specificity.sentences[unit.sentence].score
        if score < VAGUE_SCORE or rating > SPECIFIC_ENOUGH or unit.words < LEAST_VAGUE_WORDS:
            continue
        if best is None or score > best.sureness:
            best = Suspicion("vague", 2, at, at, score)
    return best


def _unmeasured(case: Case) -> Suspicion | None:
    """A tension that is stated or balanced with nothing measured on either side."""
    bald, at = case.best("bald")
    if bald < BALD_SCORE or case.reading.count(at, "x_numbers"):
        return None
    measured, _ = case.best("measured")
    if measured > 1.2:
        return None
    return Suspicion("unmeasured-tradeoff", 2, at, at, bald)


def _hedged(case: Case) -> Suspicion | None:
    """Softeners stacked over most of the answer; quotes the clause with most of them."""
    hedges = case.heard.spoken.hedges
    rate = case.heard.hedges_per_100
    if rate < HEDGES_PER_100 or len(hedges) < LEAST_HEDGES:
        return None
    weights = [0.0] * len(case.reading.units)
    for hedge in hedges:
        weights[case.reading.unit_at(hedge.first)] += hedge.weight
    at = max(range(len(weights)), key=weights.__getitem__)
    return Suspicion("hedged", 2, at, at, rate / HEDGES_PER_100 - 1, f"{len(hedges)} softeners")
