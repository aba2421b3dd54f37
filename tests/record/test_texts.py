"""Search: all words, in any form of writing, and no input that breaks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_made import KEY, answered, begin, feedback, heard

from extrabrain.core.event import SegmentHeard
from extrabrain.record import answers, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        begin(opened)
        yield opened


def test_segments_are_found_once_final_and_as_last_revised(store: Store) -> None:
    log = EventLog(store, "s1")
    log.append(0, SegmentHeard(heard(0, "the tentative guess", is_final=False)))
    assert texts.search(store, "tentative") == []
    log.append(1, SegmentHeard(heard(0, "the café measured robustness", revision=1)))
    log.append(2, SegmentHeard(heard(0, "the café measured calibration", revision=2)))
    assert texts.search(store, "robustness") == []
    (hit,) = texts.search(store, "cafe MEASURING calib")
    assert (hit.session_id, hit.kind, hit.ref) == ("s1", "segment", "mic/0")
    assert hit.snippet == "the [café] [measured] [calibration]"


def test_answers_are_found_with_their_question(store: Store) -> None:
    answers.save(store, "s1", 1, answered(), feedback())
    assert {hit.kind for hit in texts.search(store, "reward safer")} == {"answer"}


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "* ( ) NEAR ^", "a AND", "NOT x", "col:um", "it's -- ;", "_"]
)
def test_no_input_is_a_syntax_error(store: Store, words: str) -> None:
    assert isinstance(texts.search(store, words), list)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_any_text_may_be_searched_for(store: Store, words: str) -> None:
    assert texts.search(store, words) == []


def test_a_sound_index_and_a_broken_one(store: Store) -> None:
    answers.save(store, "s1", 1, answered(), feedback())
    assert texts.is_sound(store)
    store.write(lambda c: c.execute("DELETE FROM texts_found_idx") and None)
    store.write(lambda c: c.execute("DELETE FROM texts_found_data WHERE id > 10") and None)
    assert not texts.is_sound(store)
