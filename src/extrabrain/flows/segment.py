"""From a turn and what an engine heard in it to a segment."""

from extrabrain.core.audio import Channel
from extrabrain.core.speech import Segment
from extrabrain.sound.turns import Turn
from extrabrain.words.engine import Heard
from extrabrain.words.times import timed


def segment_of(
    turn: Turn,
    heard: Heard,
    *,
    channel: Channel,
    until_ms: int,
    revision: int = 0,
    is_final: bool = True,
) -> Segment:
    """`start_ms` and `end_ms` are those of the voice, without the turn's pre-roll and tail; none lies after
    `until_ms`, where the sound ends (in the middle of a window)."""
    voiced = tuple((min(start, until_ms), min(end, until_ms)) for start, end in turn.voiced_ms)
    return Segment(
        turn=turn.turn,
        revision=revision,
        channel=channel,
        speaker=None,
        text=heard.text,
        words=timed(heard, turn.start_ms, voiced),
        start_ms=voiced[0][0],
        end_ms=voiced[-1][1],
        is_final=is_final,
    )
