"""The real starter set, from the real registry."""

import hashlib
from pathlib import Path

import pytest

from extrabrain.app.fence import charter_of
from extrabrain.app.places import places
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.weights.store import Weights


@pytest.mark.weights
def test_the_starter_set_is_what_the_catalogue_says(models_dir: Path) -> None:
    weights = Weights(models_dir, Door(Keeper(charter_of(places()))))
    assert weights.missing_starter() == ()
    for model_id in weights.starter():
        for file in weights.entry(model_id).files:
            assert hashlib.sha256((models_dir / model_id / file.name).read_bytes()).hexdigest() == file.sha256
