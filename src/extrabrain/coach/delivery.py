"""How an answer was said: length, pace, pauses, fillers and hedges."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extrabrain.coach.fillers import Span, Spoken, spoken
from extrabrain.coach.patterns import LEAST_WORDS, MOST_WORDS, TARGET_WORDS
from extrabrain.coach.place import is_sound
from extrabrain.coach.reading import Reading
from extrabrain.core.answer import Answer
from extrabrain.core.feedback import Delivery, Length, LengthVerdict, Pause
from extrabrain.core.question import Pattern
from extrabrain.core.quote import Quote, word_spans
from extrabrain.core.speech import Word

PAUSE_MS = 1200
"""A silence inside an answer from which a listener notices it."""

WRITTEN_NEAR_MS = 1500
"""How far an `uh` of the text may lie from where it was heard: an engine may guess word times."""

SHORTEST_TIMED_MS = 5_000
"""Below this a pace in words per minute says nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The report, and the rates that findings need."""

    delivery: Delivery
    spoken: Spoken
    words: int

    @property
    def fillers_per_100(self) -> float:
        return 100 * self.fillers / max(1, self.words + len(self.delivery.filled_pauses))

    @property
    def fillers(self) -> int:
        """In the text, and heard in the sound alone."""
        return len(self.spoken.fillers) + len(self.delivery.filled_pauses)

    @property
    def hedges_per_100(self) -> float:
        return 100 * sum(h.weight for h in self.spoken.hedges) / max(1, self.words)


def hear(answer: Answer, reading: Reading, pattern: Pattern) -> Heard:
    found = spoken(answer.text, reading.row, frozenset(reading.first))
    duration_ms = _duration_ms(answer)
    spoken_ms = _spoken_ms(answer, duration_ms)
    pace = None
    if spoken_ms is not None and spoken_ms >= SHORTEST_TIMED_MS:
        pace = round(reading.word_count * 60_000 / spoken_ms, 1)
    delivery = Delivery(
        duration_ms=duration_ms,
        words_per_minute=pace,
        fillers=_quotes(reading, found.fillers),
        hedges=_quotes(reading, found.hedges),
        pauses=pauses(answer),
        length=Length(verdict(reading.word_count, pattern), TARGET_WORDS[pattern]),
        filled_pauses=tuple(Pause(*span) for span in unwritten(answer.filled_pauses, answer.words)),
    )
    return Heard(delivery, found, reading.word_count)


def verdict(words: int, pattern: Pattern) -> LengthVerdict:
    """Against the target of the pattern, with a margin of 15 % on both sides."""
    low, high = TARGET_WORDS[pattern]
    if words < max(LEAST_WORDS, 0.6 * low):
        return "short"
    return "long" if words >= min(MOST_WORDS, 1.15 * high) else "right"


def pauses(answer: Answer) -> tuple[Pause, ...]:
    """Silences of 1.2 s and more between stretches of voice, or between words where those are not known."""
    if answer.voiced:
        stretches = list(answer.voiced)
    else:
        stretches = [(w.start_ms, w.end_ms) for w in answer.words if not w.interpolated]
    return tuple(Pause(a[1], b[0]) for a, b in pairwise(stretches) if b[0] - a[1] >= PAUSE_MS)


def unwritten(heard: Sequence[tuple[int, int]], words: Sequence[Word]) -> list[tuple[int, int]]:
    """Filled pauses heard in the sound that no `uh` or `um` of the text accounts for.

    Each one in the text takes the nearest one heard, within `WRITTEN_NEAR_MS`: word times may be guessed.
    """
    left = list(heard)
    for word in words:
        if not left or not is_sound(word.text.strip(" ,.?!…")):
            continue
        middle = (word.start_ms + word.end_ms) // 2
        near = min(left, key=lambda span: abs((span[0] + span[1]) // 2 - middle))
        if abs((near[0] + near[1]) // 2 - middle) <= WRITTEN_NEAR_MS:
            left.remove(near)
    return left


def _duration_ms(answer: Answer) -> int | None:
    if answer.duration_ms is not None:
        return answer.duration_ms
    return answer.words[-1].end_ms - answer.words[0].start_ms if answer.words else None


def _spoken_ms(answer: Answer, duration_ms: int | None) -> int | None:
    """From the first voice to the last without the long pauses: to think is not to speak slowly."""
    paused_ms = sum(pause.end_ms - pause.start_ms for pause in pauses(answer))
    if answer.voiced:
        return answer.voiced[-1][1] - answer.voiced[0][0] - paused_ms
    if answer.words:
        return answer.words[-1].end_ms - answer.words[0].start_ms - paused_ms
    return duration_ms


def _quotes(reading: Reading, spans: tuple[Span, ...]) -> tuple[Quote, ...]:
    """Quotes of word spans; the times of all of them are looked up in one pass."""
    places = word_spans(reading.text, reading.words)
    found: list[Quote] = []
    at = 0
    for span in spans:
        start, end = reading.row[span.first].start, reading.row[span.last].end
        while at < len(places) and places[at][1] <= start:
            at += 1
        last = at
        while last + 1 < len(places) and places[last + 1][0] < end:
            last += 1
        timed = at < len(places) and places[at][0] < end
        found.append(
            Quote(
                reading.text[start:end],
                start,
                end,
                reading.words[at].start_ms if timed else None,
                reading.words[last].end_ms if timed else None,
            )
        )
    return tuple(found)
