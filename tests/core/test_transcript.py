"""The transcript is a fold: newest revision of each turn, in order of time, in whatever order they come."""

import random

from hypothesis import given
from hypothesis import strategies as st

from extrabrain.core.audio import Channel
from extrabrain.core.speech import Segment, Word
from extrabrain.core.transcript import Transcript, fold


def said(turn: int, revision: int, text: str, start_ms: int, channel: Channel = "mic") -> Segment:
    words = (Word(text, start_ms, start_ms + 100, interpolated=False),) if text else ()
    return Segment(turn, revision, channel, None, text, words, start_ms, start_ms + 100, is_final=False)


def test_nothing_was_said() -> None:
    assert fold([]) == Transcript() and Transcript().text == "" and Transcript().words == ()


def test_a_newer_revision_replaces_and_an_older_one_is_ignored() -> None:
    first, second = said(0, 0, "helo", 0), said(0, 1, "hello", 0)
    assert fold([first, second]).text == "hello"
    assert fold([second, first]).text == "hello"


def test_the_same_revision_again_wins_as_the_later_word() -> None:
    assert fold([said(0, 1, "a", 0), said(0, 1, "b", 0)]).text == "b"


def test_channels_count_their_turns_apart_and_mix_in_time() -> None:
    transcript = fold([said(0, 0, "mine", 500), said(0, 0, "theirs", 100, "system"), said(1, 0, "", 700)])
    assert transcript.text == "theirs mine"
    assert [w.text for w in transcript.words] == ["theirs", "mine"]


@given(
    st.permutations([(t, r, c) for t in range(3) for r in range(3) for c in ("mic", "system")]), st.randoms()
)
def test_order_of_arrival_does_not_matter(
    arrivals: list[tuple[int, int, Channel]], chance: random.Random
) -> None:
    segments = [said(t, r, f"{c}{t}.{r}", 1000 * t + (c == "system"), c) for t, r, c in arrivals]
    shuffled = segments[:]
    chance.shuffle(shuffled)
    expected = "mic0.2 system0.2 mic1.2 system1.2 mic2.2 system2.2"
    assert fold(segments).text == fold(shuffled).text == expected
