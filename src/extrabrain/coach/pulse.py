"""The glance a speaker gets while talking, from the words so far. No embeddings: under 3 ms for an answer."""

from collections.abc import Sequence

from extrabrain.coach.delivery import unwritten
from extrabrain.coach.fillers import spoken
from extrabrain.coach.judge import judge
from extrabrain.coach.models import Models, shipped
from extrabrain.coach.patterns import TARGET_WORDS
from extrabrain.coach.reading import Reading, read
from extrabrain.coach.structure import headings
from extrabrain.core.feedback import Pulse
from extrabrain.core.question import Question
from extrabrain.core.speech import Word

LEAST_PACE_MS = 8_000
"""Before this a pace jumps about too much to be shown."""

KEPT_WORDS = 60
"""Only what came after about this many words is read again; what lies before is settled."""

VAGUE_SCORE = 1.0
HEARD_SCORE = 0.0
"""Scores from which a clause is marked vague, and a part ticked off."""


class PulseMachine:
    """`push` the whole text so far, as often as you like; parts once heard stay heard."""

    def __init__(self, question: Question, models: Models | None = None) -> None:
        self._question = question
        self._models = models or shipped()
        self._parts: set[str] = set()
        self._settled = ""
        self._vague: list[tuple[int, int]] = []
        self._fillers = 0
        self._words = 0

    def push(
        self, text: str, words: Sequence[Word], at_ms: int, filled: Sequence[tuple[int, int]] = ()
    ) -> Pulse:
        """`words` are those of `text` with times, or none. `at_ms` is when this is true; `filled` are
        the filled pauses heard in the sound so far."""
        if not text.startswith(self._settled):
            self._forget()
        at = len(self._settled)
        reading = read(text[at:])
        fresh = self._look(reading)
        vague = [*self._vague, *((a + at, b + at) for a, b in fresh)]
        fillers = self._fillers + len(spoken(reading.text, reading.row, frozenset(reading.first)).fillers)
        count = self._words + reading.word_count
        self._settle(text, reading, fresh)
        order = [
            h.part for h in headings(reading, judge(reading, self._models.labels), self._question.pattern)
        ]
        return Pulse(
            at_ms=at_ms,
            words=count,
            words_per_minute=_pace(words, count),
            fillers=fillers + len(unwritten(filled, words)),
            target_words=TARGET_WORDS[self._question.pattern],
            parts=tuple(part for part in order if part in self._parts),
            vague=tuple(vague),
        )

    def _look(self, reading: Reading) -> list[tuple[int, int]]:
        """Marks the parts that are there and returns the spans of vague clauses."""
        judgement = judge(reading, self._models.labels)
        for heading in headings(reading, judgement, self._question.pattern):
            if heading.unit >= 0 and heading.score >= HEARD_SCORE:
                self._parts.add(heading.part)
        scores = judgement.of("vague")
        return [
            (unit.start, unit.end)
            for unit, score in zip(reading.units, scores, strict=True)
            if score >= VAGUE_SCORE and unit.words >= 7
        ]

    def _settle(self, text: str, reading: Reading, fresh: list[tuple[int, int]]) -> None:
        """Moves the settled part on to the last clause that begins at least `KEPT_WORDS` before the end."""
        if reading.word_count < 2 * KEPT_WORDS:
            return
        keep_from = len(reading.row) - KEPT_WORDS
        units = [at for at in range(1, len(reading.units)) if reading.first[at] <= keep_from]
        if not units:
            return
        edge = reading.units[units[-1]].start
        base = len(self._settled)
        before = reading.text[:edge]
        part = read(before)
        self._vague += [(a + base, b + base) for a, b in fresh if b <= edge]
        self._fillers += len(spoken(before, part.row, frozenset(part.first)).fillers)
        self._words += part.word_count
        self._settled = text[: base + edge]

    def _forget(self) -> None:
        """The recogniser changed its mind about settled words: read everything again."""
        self._settled, self._vague, self._fillers, self._words = "", [], 0, 0


def _pace(words: Sequence[Word], count: int) -> float | None:
    if not words:
        return None
    spoken_ms = words[-1].end_ms - words[0].start_ms
    return round(count * 60_000 / spoken_ms, 1) if spoken_ms >= LEAST_PACE_MS else None
