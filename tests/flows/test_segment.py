"""A turn and what was heard in it."""

from extrabrain.core.speech import Word
from extrabrain.flows.segment import segment_of
from extrabrain.sound.turns import Turn
from extrabrain.words.engine import Heard


def test_times_are_those_of_the_voice_and_end_with_the_sound():
    turn = Turn(3, 0, 40, ((10, 20), (30, 40)), 40)
    segment = segment_of(turn, Heard("a b"), channel="mic", until_ms=1_270, revision=2)
    assert (segment.turn, segment.revision, segment.is_final) == (3, 2, True)
    assert (segment.start_ms, segment.end_ms) == (320, 1_270)
    assert segment.words == (Word("a", 320, 635, True), Word("b", 960, 1_270, True))


def test_the_models_own_times_count_from_the_slice():
    turn = Turn(0, 100, 140, ((110, 130),), 140)
    heard = Heard("hi", (Word("hi", 400, 600, False),))
    segment = segment_of(turn, heard, channel="file", until_ms=9_999)
    assert segment.words == (Word("hi", 3_600, 3_800, False),)
