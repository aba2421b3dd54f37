"""The worst cases of the coach on authors left out: parts quoted at the wrong place, traps that it fell into.

    uv run python benchmarks/worst.py [--data ../shared/data] [--most 20]

A part is the worse, the more surely the clause quoted was preferred to the labelled one; a trap, the surer
the forbidden finding. To be read and grouped by hand; what came of it stands in LOG.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import models
from advice import DATA
from crossed import LeftOut, left_out
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.library.meanings import MeaningMiniLM


@dataclass(frozen=True, slots=True)
class Mistake:
    """`sureness`: how far the wrong verdict was ahead."""

    sureness: float
    author: str
    line: str
    about: str
    said: str
    wanted: str


def wrong_parts(one: LeftOut) -> Iterable[Mistake]:
    """Parts of strong answers (their edits repeat them) that are quoted elsewhere than labelled."""
    for answer in (line for line in one.answers if line["variant"] == "strong"):
        case = one.coach.case(*_asked(answer))
        for heading in case.headings:
            gold = answer["parts"].get(heading.part)
            if heading.missing or heading.unit < 0 or not gold:
                continue
            quote = case.reading.quote(*heading.quoted)
            at = answer["text"].find(gold)
            both = min(quote.end_char, at + len(gold)) - max(quote.start_char, at)
            if both >= 0.5 * min(len(quote.text), len(gold)):
                continue
            yield Mistake(heading.seat, one.author, answer["id"], heading.part, quote.text, gold)


def tripped(one: LeftOut) -> Iterable[Mistake]:
    """Traps with a forbidden finding."""
    for answer in (line for line in one.answers if "trap" in line["id"]):
        case = one.coach.case(*_asked(answer))
        for found in one.coach.suspicions(*_asked(answer)):
            if found.kind in answer["forbid"]:
                said = case.reading.quote(found.first, found.last).text
                yield Mistake(found.sureness, one.author, answer["id"], found.kind, said, "")


def _asked(answer: dict[str, Any]) -> tuple[Answer, Question]:
    question = Question("", answer["question"], answer["kind"], answer["pattern"])
    return Answer(None, question.text, answer["text"]), question


def show(title: str, found: list[Mistake], most: int) -> None:
    found.sort(key=lambda mistake: -mistake.sureness)
    print(f"\n{title}: {len(found)}; {dict(Counter(mistake.about for mistake in found).most_common())}")
    for mistake in found[:most]:
        print(f"\n{mistake.sureness:6.2f}  {mistake.line}  {mistake.about}\n    said:   {mistake.said}")
        if mistake.wanted:
            print(f"    wanted: {mistake.wanted}")


def main() -> None:
    parser = models.arguments("the worst cases of the coach", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--most", type=int, default=20)
    given = parser.parse_args()
    embedder = MeaningMiniLM(models.weights(given.models).path("minilm-l6-v2"))
    parts: list[Mistake] = []
    traps: list[Mistake] = []
    for one in left_out(embedder, given.data):
        parts += wrong_parts(one)
        traps += tripped(one)
    show("Parts quoted at the wrong place", parts, given.most)
    show("Traps with a forbidden finding", traps, given.most)


if __name__ == "__main__":
    main()
