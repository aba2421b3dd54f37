"""The engine table."""

from pathlib import Path

import pytest

from extrabrain.core.errors import NotFound, Unsupported
from extrabrain.weights.catalogue import catalogue
from extrabrain.words.engines import DEFAULT, ENGINES, VOICE_MODEL, entry, load


def test_every_engine_has_a_model_in_the_catalogue():
    models = {model.id for model in catalogue()}
    assert {e.model_id for e in ENGINES.values() if not e.provider} | {VOICE_MODEL} <= models
    assert all(e.title and not e.model_id for e in ENGINES.values() if e.provider)
    assert DEFAULT in ENGINES


def test_an_unknown_engine_names_those_there_are():
    with pytest.raises(NotFound) as caught:
        entry("whisper-9000")
    assert all(name in caught.value.next_step for name in ENGINES)


def test_one_at_a_provider_is_not_made_where_nothing_may_leave():
    with pytest.raises(Unsupported, match="nothing may leave"):
        load("deepgram", Path)


@pytest.mark.parametrize("name", [name for name, e in ENGINES.items() if not e.provider])
def test_every_engine_says_which_file_is_missing(name: str, tmp_path: Path):
    with pytest.raises(NotFound) as caught:
        load(name, lambda model_id: tmp_path / model_id)
    assert caught.value.next_step == f"Run: extrabrain models pull {ENGINES[name].model_id}"
