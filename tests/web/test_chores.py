"""What the app concludes by itself: each on its own, whatever is the matter with another one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_stage import PATIENCE_S, QUESTION, Speech

from extrabrain.coach.coach import Coach
from extrabrain.core.errors import ProtectedStorage
from extrabrain.flows.practice import Attempt, Practice
from extrabrain.record import sessions
from extrabrain.record.db import Store
from extrabrain.sound.spool import Spool
from extrabrain.web.chores import Chores
from extrabrain.web.stage import Stage


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", bytes(32)) as opened:
        yield opened


@pytest.fixture
def practice(store: Store, tmp_path: Path) -> Practice:
    return Practice(store, tmp_path / "audio", lambda: Coach(None))


@pytest.fixture
def bench(store: Store, practice: Practice, tmp_path: Path) -> Any:
    speech: Any = Speech(practice)
    speech.missing_models = tuple
    return SimpleNamespace(
        store=store,
        practice=practice,
        speech=speech,
        vault=SimpleNamespace(locked=False),
        settings=SimpleNamespace(keep_recordings_days=None, keep_sessions_days=None),
        places=SimpleNamespace(spool=tmp_path / "audio"),
    )


def cut_off(practice: Practice) -> Attempt:
    attempt = practice.begin(QUESTION)
    Spool(practice.spool_path(attempt.session_id), attempt.audio_key).close()
    return attempt


async def concluded(store: Store, attempt: Attempt) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while sessions.get(store, attempt.session_id).ended_at is None:
            await asyncio.sleep(0.01)


async def test_one_that_cannot_be_concluded_does_not_keep_the_others_from_it(
    store: Store, practice: Practice, bench: Any
) -> None:
    damaged, whole = cut_off(practice), cut_off(practice)
    practice.spool_path(damaged.session_id).write_bytes(b"no recording of ours")
    status: Any = SimpleNamespace(problem=None, pull_starter=lambda: None)
    await asyncio.sleep(1.1)  # they began before this start: times are kept to the second
    chores = Chores(bench, Stage(bench), status, page_comes_back_s=0)
    chores.begin()
    await concluded(store, whole)
    await chores.stop()
    assert isinstance(status.problem, ProtectedStorage)


async def test_one_that_is_deleted_before_its_turn_is_no_problem(
    store: Store, practice: Practice, bench: Any
) -> None:
    deleted, left = cut_off(practice), cut_off(practice)

    def delete() -> None:
        sessions.delete(store, deleted.session_id)

    status: Any = SimpleNamespace(problem=None, pull_starter=delete)  # it waits for the models meanwhile
    await asyncio.sleep(1.1)
    chores = Chores(bench, Stage(bench), status, page_comes_back_s=0)
    chores.begin()
    await concluded(store, left)
    await chores.stop()
    assert status.problem is None
