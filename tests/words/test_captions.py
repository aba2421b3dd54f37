"""Subtitles that a viewer can read."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from extrabrain.core.speech import Segment, Word
from extrabrain.words.captions import LINE_CHARS, LONGEST_MS, cues, srt, vtt


def segment(text: str, *, start_ms: int = 0, word_ms: int = 300, turn: int = 0) -> Segment:
    words = tuple(
        Word(token, start_ms + n * word_ms, start_ms + (n + 1) * word_ms, True)
        for n, token in enumerate(text.split())
    )
    end_ms = words[-1].end_ms if words else start_ms
    return Segment(turn, 0, "file", None, " ".join(text.split()), words, start_ms, end_ms, True)


def test_srt():
    assert srt([segment("We measured it.", start_ms=3_661_001)]) == (
        "1\n01:01:01,001 --> 01:01:02,001\nWe measured it.\n"
    )


def test_vtt_escapes_and_has_its_header():
    assert vtt([segment("a < b & c")]) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\na &lt; b &amp; c\n"
    assert vtt([]) == "WEBVTT\n"
    assert srt([]) == ""


def test_two_lines_of_about_the_same_length():
    (cue,) = cues([segment("the reward model is a proxy and the policy", word_ms=200)])
    assert cue.lines == ("the reward model is a proxy and the policy",)
    (cue,) = cues([segment("the reward model is a proxy and the policy will find it", word_ms=200)])
    assert len(cue.lines) == 2
    assert abs(len(cue.lines[0]) - len(cue.lines[1])) < 10


def test_a_sentence_end_and_a_pause_begin_a_new_cue():
    made = cues([segment("The reward model is a proxy. The policy finds that.")])
    assert [cue.lines for cue in made] == [("The reward model is a proxy.",), ("The policy finds that.",)]
    words = (Word("one", 0, 300, True), Word("two", 2_000, 2_300, True))
    made = cues([Segment(0, 0, "file", None, "one two", words, 0, 2_300, True)])
    assert [(cue.start_ms, cue.end_ms) for cue in made] == [(0, 1_000), (2_000, 3_000)]


@given(
    st.lists(st.lists(st.text("abc.,?", min_size=1, max_size=60), max_size=40), max_size=4),
    st.integers(20, 2_500),
)
def test_no_cue_is_too_wide_too_long_or_out_of_order(turns: list[list[str]], word_ms: int):
    segments: list[Segment] = []
    at = 0
    for number, tokens in enumerate(turns):
        segments.append(segment(" ".join(tokens), start_ms=at, word_ms=word_ms, turn=number))
        at = segments[-1].end_ms + 10
    made = cues(segments)
    for cue in made:
        assert all(len(line) <= LINE_CHARS for line in cue.lines)
        assert cue.start_ms < cue.end_ms
        assert cue.end_ms - cue.start_ms <= max(LONGEST_MS, word_ms)
    for before, after in itertools.pairwise(made):
        assert before.end_ms <= after.start_ms
    shown = "".join("".join(cue.lines) for cue in made)
    assert re.sub(r"\s", "", shown) == "".join("".join(tokens) for tokens in turns)
