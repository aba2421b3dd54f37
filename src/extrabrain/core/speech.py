"""What was heard: words with times, grouped in segments (one per spoken turn and revision)."""

from dataclasses import dataclass

from extrabrain.core.audio import Channel


@dataclass(frozen=True, slots=True)
class Word:
    """One word on the session clock. `interpolated` is true where the model gave no time of its own."""

    text: str
    start_ms: int
    end_ms: int
    interpolated: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """What one turn is believed to say, as of `revision`; a final one is never revised by the live engine.

    `turn` counts from 0 on each channel. `text` is the words joined by single spaces.
    """

    turn: int
    revision: int
    channel: Channel
    speaker: str | None
    text: str
    words: tuple[Word, ...]
    start_ms: int
    end_ms: int
    is_final: bool
