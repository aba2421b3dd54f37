"""The user's own questions."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from record_made import KEY, QUESTION

from extrabrain.core.errors import NotFound
from extrabrain.core.question import Source
from extrabrain.record import questions, texts
from extrabrain.record.db import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        yield opened


def test_kept_listed_replaced_and_forgotten(store: Store) -> None:
    other = replace(QUESTION, question_id="a-first", text="What is a probe?", source=Source("probes"))
    questions.save(store, [QUESTION, other])
    assert questions.get(store, "q-reward") == QUESTION
    assert questions.list_questions(store) == [QUESTION, other]
    assert questions.list_questions(store, pack="probes") == [other]
    changed = replace(QUESTION, text="Reworded?")
    questions.save(store, [changed])
    assert questions.list_questions(store) == [changed, other]
    assert [hit.ref for hit in texts.search(store, "reworded")] == ["q-reward"]
    assert texts.search(store, "hacking") == []
    questions.remove(store, "q-reward")
    assert questions.list_questions(store) == [other]
    assert texts.search(store, "reworded") == []


def test_none_of_that_id(store: Store) -> None:
    with pytest.raises(NotFound):
        questions.get(store, "ghost")
    with pytest.raises(NotFound):
        questions.remove(store, "ghost")
