"""An answer: the text that was said or typed, and when it was spoken, its words in time."""

from dataclasses import dataclass

from extrabrain.core.speech import Word


@dataclass(frozen=True, slots=True)
class Answer:
    """One attempt at a question.

    `text` is what every quote slices. `words` is empty for a typed answer. `voiced` lists the
    stretches `(start_ms, end_ms)` in which voice activity was heard, in order.
    """

    question_id: str | None
    question: str
    text: str
    words: tuple[Word, ...] = ()
    duration_ms: int | None = None
    voiced: tuple[tuple[int, int], ...] = ()
    attempt: int = 1
    filled_pauses: tuple[tuple[int, int], ...] = ()
    """Stretches `(start_ms, end_ms)` heard as `uh` or `um` in the sound, whether or not the text has them."""
