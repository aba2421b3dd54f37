"""The engine table."""

from pathlib import Path

import pytest

from extrabrain.core.errors import NotFound
from extrabrain.weights.catalogue import catalogue
from extrabrain.words.engines import DEFAULT, ENGINES, VOICE_MODEL, entry, load


def test_every_engine_has_a_model_in_the_catalogue():
    models = {model.id for model in catalogue()}
    assert {e.model_id for e in ENGINES.values()} | {VOICE_MODEL} <= models
    assert DEFAULT in ENGINES


def test_an_unknown_engine_names_those_there_are():
    with pytest.raises(NotFound) as caught:
        entry("whisper-9000")
    assert all(name in caught.value.next_step for name in ENGINES)


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_says_which_file_is_missing(name: str, tmp_path: Path):
    with pytest.raises(NotFound) as caught:
        load(name, lambda model_id: tmp_path / model_id)
    assert caught.value.next_step == f"Run: extrabrain models pull {ENGINES[name].model_id}"
