"""What the app concludes by itself: each on its own, whatever is the matter with another one."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from test_stage import PATIENCE_S, QUESTION, Speech

from extrabrain.core.errors import Problem, ProtectedStorage
from extrabrain.flows.practice import Attempt, Practice
from extrabrain.record import sessions
from extrabrain.record.db import Store
from extrabrain.sound.spool import Spool
from extrabrain.web.chores import Chores
from extrabrain.web.stage import Stage
from extrabrain.web.status import Status


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


class Models:
    """Stands for `Status`: models that come, are being looked at `looks` times, and then are there."""

    def __init__(self, start: Callable[[], None] = lambda: None, looks: int = 0) -> None:
        self.problem: Problem | None = None
        self.pull_starter = start
        self.pulls = self
        self.looks = looks
        self.looked = asyncio.Event()

    def busy(self) -> bool:
        self.looked.set()
        self.looks -= 1
        return self.looks >= 0


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
    status = Models()
    await asyncio.sleep(1.1)  # they began before this start: times are kept to the second
    chores = Chores(bench, Stage(bench), cast("Status", status), page_comes_back_s=0)
    chores.begin()
    await concluded(store, whole)
    await chores.stop()
    assert isinstance(status.problem, ProtectedStorage)


async def test_models_that_do_not_come_keep_neither_a_stop_nor_a_thread(
    store: Store, practice: Practice, bench: Any
) -> None:
    left = cut_off(practice)
    status = Models(looks=1_000_000)
    await asyncio.sleep(1.1)
    chores = Chores(bench, Stage(bench), cast("Status", status), page_comes_back_s=0)
    chores.begin()
    async with asyncio.timeout(PATIENCE_S):
        await status.looked.wait()
        await chores.stop()
    assert sessions.get(store, left.session_id).ended_at is None, "it is concluded when they are there"
    status.looks = 2
    chores.begin()
    await concluded(store, left)
    await chores.stop()


async def test_one_that_is_deleted_before_its_turn_is_no_problem(
    store: Store, practice: Practice, bench: Any
) -> None:
    deleted, left = cut_off(practice), cut_off(practice)

    status = Models(lambda: sessions.delete(store, deleted.session_id))
    await asyncio.sleep(1.1)
    chores = Chores(bench, Stage(bench), cast("Status", status), page_comes_back_s=0)
    chores.begin()
    await concluded(store, left)
    await chores.stop()
    assert status.problem is None
