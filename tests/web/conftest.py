"""A store of its own for tests of single parts of the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.coach.coach import Coach
from extrabrain.flows.practice import Practice
from extrabrain.record.db import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", bytes(32)) as opened:
        yield opened


@pytest.fixture
def practice(store: Store, tmp_path: Path) -> Practice:
    return Practice(store, tmp_path / "audio", lambda: Coach(None))
