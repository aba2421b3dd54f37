"""Passages hold every word of a document, in order, at the place they say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extrabrain.core.document import Brought
from extrabrain.library.passages import MOST_WORDS, as_read, passages


@settings(max_examples=100, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["evals", "leak.", "A", "gap\n", "é", "\n\n", "Why?", "12"]), max_size=900
    ),
    cuts=st.lists(st.integers(0, 3000), max_size=5),
)
def test_nothing_is_lost_and_spans_are_true(words: list[str], cuts: list[int]) -> None:
    text = " ".join(words)
    headings = tuple((at, f"H{at}") for at in sorted(set(cuts)) if at < len(text))
    found = passages(Brought("x", "T", text, headings=headings))
    assert " ".join(" ".join(p.text.split()) for p in found) == " ".join(text.split())
    for place, passage in enumerate(found):
        span = passage.span
        assert passage.position == place
        assert text[span.start_char : span.end_char] == passage.text
        assert span.line == text.count("\n", 0, span.start_char) + 1
        assert len(passage.text.split()) <= MOST_WORDS


def test_sections_pages_and_titles() -> None:
    body = "Many words stand here to make a section long enough. " * 6
    text = body + body
    found = passages(
        Brought("x", "Paper", text, page_starts=(0, len(body)), headings=((len(body), "Limits"),))
    )
    assert [(p.heading, p.span.page) for p in found] == [("Paper", 1), ("Paper › Limits", 2)]


def test_a_single_turn_is_read_without_speaker_and_talk() -> None:
    assert as_read("Monday", "Ann Lee: We sold the boat.") == "We sold the boat."
    assert as_read("Monday", "Ann: Hm.\nBo: Yes.") == "Monday\nAnn: Hm.\nBo: Yes."
    assert as_read("Notes › Boats", "We sold the boat.") == "Notes › Boats\nWe sold the boat."
