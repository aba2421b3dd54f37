"""Questions that were heard, and what a conversation comes to without a model."""

from pathlib import Path

import pytest

from extrabrain.core.event import SegmentHeard
from extrabrain.core.speech import Segment
from extrabrain.flows.live import Rules, begin, questions_heard
from extrabrain.flows.meeting_review import meeting_review
from extrabrain.flows.permit import NotPermitted
from extrabrain.record.db import Store

KEY = bytes(range(32))


def said(turn: int, text: str) -> Segment:
    return Segment(turn, 0, "mic", None, text, (), turn * 1000, turn * 1000 + 900, True)


def test_questions_are_whole_newest_first_and_once() -> None:
    segments = [
        said(0, "Hello. How do you evaluate a model?"),
        said(1, "Right? Well. And what would block a launch?"),
        said(2, "How do you evaluate a model?"),
    ]
    assert questions_heard(segments) == ("And what would block a launch?", "How do you evaluate a model?")
    assert questions_heard([]) == ()


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "store.db", KEY) as made:
        yield made


TALK = (
    "We looked at the refusal rate on the held-out set. We decided to hold the launch until it is below two "
    "percent. I will write the report by Friday. Who owns the rollback plan?"
)


def test_a_review_quotes_what_was_said(store: Store) -> None:
    attempt = begin(store, Rules("meeting", ("transcription", "assistance"), confirmed=True))
    attempt.log.append(1000, SegmentHeard(said(0, TALK)))
    review = meeting_review(store, attempt.session_id)
    assert any("decided to hold the launch" in point.text for point in review.decisions)
    assert any("write the report" in point.text for point in review.actions)
    assert any("rollback plan" in point.text for point in review.unresolved)
    assert all(cite.text in TALK for point in review.summary for cite in point.cites)


def test_no_review_where_assistance_was_off(store: Store) -> None:
    attempt = begin(store, Rules("meeting", ("transcription",), confirmed=True))
    attempt.log.append(1000, SegmentHeard(said(0, TALK)))
    with pytest.raises(NotPermitted):
        meeting_review(store, attempt.session_id)
