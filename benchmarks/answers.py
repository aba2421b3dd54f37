"""Figures on labelled answers, each with a bootstrap interval and a trivial baseline beside it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from by_position import parts_by_position
from extrabrain.coach.coach import Coach
from labelled import Row, macro_f1, rank_correlation, shuffled
from stability import CHANGES, Kept, kept, unpunctuated

DRAWS = 300

Figure = tuple[str, float, tuple[float, float], float | None]
"""Name, value, 95 % interval, baseline."""


def interval(items: Sequence[Any], figure: Callable[[Sequence[Any]], float]) -> tuple[float, float]:
    """95 % percentile bootstrap over `items`."""
    draw = np.random.default_rng(7)
    values = [figure([items[i] for i in draw.integers(0, len(items), len(items))]) for _ in range(DRAWS)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def f1(hits: int, wrong: int, missed: int) -> float:
    return 2 * hits / max(1, 2 * hits + wrong + missed)


def share(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def precision(some: Sequence[Row]) -> float:
    hits, wrong = sum(r.count("hit") for r in some), sum(r.count("wrong") for r in some)
    return hits / max(1, hits + wrong)


def micro(some: Sequence[Row]) -> float:
    return f1(*(sum(r.count(v) for r in some) for v in ("hit", "wrong", "missed")))


def trapped(some: Sequence[Row]) -> float:
    return sum(r.count("wrong") > 0 for r in some) / max(1, len(some))


def missing(some: Sequence[Row]) -> float:
    return f1(*(sum(r.missing[i] for r in some) for i in range(3)))


def parts(some: Sequence[Row]) -> float:
    return macro_f1([r.parts for r in some])


def damaged(pairs: Sequence[tuple[float, float]]) -> float:
    return share([float(edited < strong) for strong, edited in pairs])


def ratings(some: Sequence[Row]) -> float:
    return rank_correlation([r.score for r in some], [r.gold for r in some])


def on_labels(rows: list[Row], answers: Sequence[dict[str, Any]]) -> list[Figure]:
    """Baselines: a coach that stays silent and finds every part (0), the first sentence as every quote, each
    part where it usually stands."""
    traps = [r for r in rows if r.is_trap]
    quotes = [q for r in rows for q in r.quotes]
    position = macro_f1([parts_by_position(answer) for answer in answers])
    return [
        ("findings, micro F1", micro(rows), interval(rows, micro), 0.0),
        ("findings, precision", precision(rows), interval(rows, precision), None),
        ("traps with a forbidden finding", trapped(traps), interval(traps, trapped), 0.0),
        ("finding quotes, IoU >= 0.5", share(quotes), interval(quotes, share),
         share([q for r in rows for q in r.first_sentence])),
        ("missing parts, F1", missing(rows), interval(rows, missing), 0.0),
        ("part quotes, macro F1", parts(rows), interval(rows, parts), position),
    ]  # fmt: skip


def on_rows(rows: list[Row], answers: Sequence[dict[str, Any]]) -> list[Figure]:
    """`on_labels`, and how the scores rank; baseline: the longer answer as the better one."""
    pairs = list(edits(rows))
    scores = [(strong.score, edited.score) for strong, edited in pairs]
    lengths = [(strong.words, edited.words) for strong, edited in pairs]
    by_length = rank_correlation([r.words for r in rows], [r.gold for r in rows])
    return [
        *on_labels(rows, answers),
        ("edited answer scores lower", damaged(scores), interval(scores, damaged), damaged(lengths)),
        ("rubric, rank correlation", ratings(rows), interval(rows, ratings), by_length),
    ]


def mixed(answers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers with their sentences in another order, always the same one."""
    return [shuffled(answer, seed) for seed, answer in enumerate(answers)]


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as a recogniser without punctuation would write it. A quote that is no longer to be found
    there (of a mark alone) is left out."""
    text = unpunctuated(answer["text"], 0)

    def told(quote: str | None) -> str | None:
        made = unpunctuated(quote or "", 0)
        return made if made and made in text else None

    parts = {part: told(quote) for part, quote in answer["parts"].items()}
    quotes = {
        kind: [now for quote in some if (now := told(quote))] for kind, some in answer["quotes"].items()
    }
    return answer | {"text": text, "parts": parts, "quotes": quotes}


def on_shuffled(rows: list[Row], answers: Sequence[dict[str, Any]]) -> list[Figure]:
    """What is asked of answers whose sentences are `mixed`: the parts."""
    position = macro_f1([parts_by_position(answer) for answer in answers])
    return [
        ("shuffled: missing parts, F1", missing(rows), interval(rows, missing), 0.0),
        ("shuffled: part quotes, macro F1", parts(rows), interval(rows, parts), position),
    ]


def on_changed(coach: Coach, answers: Sequence[dict[str, Any]]) -> list[Figure]:
    """Findings that stay when the same answer is written a little differently."""

    def same(some: Sequence[Kept]) -> float:
        total = sum(k.same + k.changed for k in some)
        return sum(k.same for k in some) / max(1, total)

    figures: list[Figure] = []
    for name, change in CHANGES.items():
        seen = kept(coach, answers, change)
        figures.append((f"kept findings: {name}", same(seen), interval(seen, same), None))
    return figures


def edits(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """A strong answer and each of its edited versions that its author rates lower: others are only told in
    another order or in other words."""
    strong = {row.base: row for row in rows if row.variant == "strong"}
    edited = [row for row in rows if row.base in strong and row.variant != "strong" and not row.is_trap]
    return [(strong[row.base], row) for row in edited if row.gold < strong[row.base].gold]


def by_kind(rows: Sequence[Row]) -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of expected ones of each kind."""
    counts: dict[str, list[int]] = {}
    for kind, verdict in (pair for row in rows for pair in row.verdicts):
        count = counts.setdefault(kind, [0, 0, 0])
        count[("hit", "wrong", "missed").index(verdict)] += 1
    return {
        kind: (hit / max(1, hit + wrong), hit / max(1, hit + missed), hit + missed)
        for kind, (hit, wrong, missed) in sorted(counts.items())
    }
