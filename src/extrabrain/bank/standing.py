"""Where the user stands with each question, and what practice would add by the day of the interview."""

from dataclasses import dataclass, replace
from datetime import date

from extrabrain.bank.memory import Memory, Review, after, grade_of, noon, recall
from extrabrain.core.question import Question

UNPREPARED = 1.6
"""The rubric of an answer to a question never tried, where the user has given no answers yet."""

GAIN = 0.22
"""How much of what is missing to 4 one more attempt, with its feedback read, adds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`base` is the rubric that the user reaches unprepared, `level` the one of the latest answer, 0–4.

    What practice added to `base` fades as the memory does; `base` stays. `missed` are key points that the
    latest answer left out.
    """

    question: Question
    memory: Memory | None = None
    base: float = UNPREPARED
    level: float = UNPREPARED
    missed: tuple[str, ...] = ()
    tries: int = 0
    planned: int = 0
    """Attempts of `tries` that are planned and not made yet."""

    def expected(self, on: date) -> float:
        """The rubric to reckon with on that day if nothing more is done."""
        if self.memory is None or self.level <= self.base:
            return min(self.base, self.level) if self.tries else self.base
        return self.base + (self.level - self.base) * recall(self.memory, on)

    def practised(self, on: date) -> "Standing":
        """After one more attempt on that day, as far as one can tell before it."""
        now = self.expected(on)
        level = max(self.base, now) + GAIN * (4.0 - max(self.base, now))
        memory = after(self.memory, Review(noon(on), grade_of(level)))
        return replace(self, memory=memory, level=level, tries=self.tries + 1, planned=self.planned + 1)

    def is_due(self, on: date) -> bool:
        return self.memory is not None and self.memory.due <= on
