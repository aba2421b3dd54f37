"""What the finders of mistakes look at: everything known about one answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from extrabrain.coach.alike import Alike
from extrabrain.coach.delivery import Heard
from extrabrain.coach.extent import Extent
from extrabrain.coach.judge import Judgement, Scores
from extrabrain.coach.reading import Reading
from extrabrain.coach.scale import Weighed
from extrabrain.coach.structure import Heading
from extrabrain.core.feedback import Specificity
from extrabrain.core.finding import FindingKind
from extrabrain.core.question import Pattern


@dataclass(frozen=True, slots=True)
class Topic:
    """The question, its pattern, and how near each clause is to it (none without an embedder)."""

    question: str
    pattern: Pattern
    nearness: Scores | None


@dataclass(frozen=True, slots=True)
class Case:
    """One answer, read and judged."""

    topic: Topic
    reading: Reading
    alike: Alike
    judgement: Judgement
    headings: tuple[Heading, ...]
    specificity: Specificity
    heard: Heard
    extents: Mapping[str, Extent]
    weighed: Mapping[str, Weighed]
    """By kind of finding, and by `pattern.part`; empty for an answer without words."""

    @property
    def pattern(self) -> Pattern:
        return self.topic.pattern

    @property
    def words(self) -> int:
        return self.reading.word_count

    def score(self, label: str, unit: int) -> float:
        return float(self.judgement.of(label)[unit])

    def best(self, label: str) -> tuple[float, int]:
        return self.judgement.best(label)

    def heading(self, part: str) -> Heading | None:
        return next((h for h in self.headings if h.part == part), None)

    def low(self, unit: int) -> str:
        """The clause in lower case."""
        return self.reading.unit_text(unit).lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A finding before it is put into words: how grave, on which clauses, how far above its threshold."""

    kind: FindingKind
    severity: int
    first: int
    last: int
    sureness: float
    detail: str = ""
