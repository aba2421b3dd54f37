"""Golden sessions: recorded once from the real live path, folded here and in `web/` alike."""

import json
from pathlib import Path

import pytest

from extrabrain.core.codec import event_from_plain, to_plain
from extrabrain.core.event import FeedbackGiven, SegmentHeard
from extrabrain.core.transcript import fold

SESSIONS = sorted((Path(__file__).parents[1] / "sessions").glob("*.jsonl"))


def test_there_is_a_golden_session() -> None:
    assert SESSIONS


@pytest.mark.parametrize("path", SESSIONS, ids=lambda p: p.stem)
def test_a_golden_session_folds_to_what_was_assessed(path: Path) -> None:
    plain = [json.loads(line) for line in path.read_text().splitlines()]
    events = [event_from_plain(p) for p in plain]
    assert [to_plain(e) for e in events] == plain
    assert [e.seq for e in events] == list(range(len(events)))
    segments = [e.body.segment for e in events if isinstance(e.body, SegmentHeard)]
    assert any(not s.is_final for s in segments)
    feedback = next(e.body.feedback for e in events if isinstance(e.body, FeedbackGiven))
    transcript = fold(segments)
    assert transcript.text == feedback.text
    assert fold(reversed(segments)) == transcript, "the order of arrival does not matter"
    assert all(s.is_final for s in transcript.segments)
