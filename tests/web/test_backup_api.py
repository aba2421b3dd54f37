"""Backups over HTTP when two come at once, and when the app locks in the middle."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extrabrain.app.build import Workbench, workbench
from extrabrain.core.errors import Conflict
from extrabrain.flows import backup
from extrabrain.record import stories
from extrabrain.web.backup_api import BackupApi

PASS = "four plain garden words"
PATIENCE_S = 20


class Locking:
    """Exchanges when it is let."""

    def __init__(self) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def exchange(self, work: Any) -> None:
        self.reached.set()
        await self.go_on.wait()
        work()


class Asking:
    """A request, as far as these handlers look; its body comes when it is let."""

    def __init__(self, body: bytes = b"{}", **given: str) -> None:
        self.headers = {"content-type": "application/json"}
        self.path_params = self.query_params = given
        self.comes = asyncio.Event()
        self.comes.set()
        self._body = body

    async def body(self) -> bytes:
        await self.comes.wait()
        return self._body


def asking(body: bytes = b"{}", **given: str) -> Any:
    return Asking(body, **given)


@pytest.fixture
def bench(home: Path) -> Iterator[Workbench]:
    with workbench() as opened:
        yield opened


@pytest.fixture
def locking() -> Any:
    return Locking()


def api_of(bench: Workbench, locking: Any) -> BackupApi:
    bench.places.incoming.mkdir(parents=True)
    return BackupApi(bench, locking)


async def made(api: BackupApi) -> None:
    await api.create(asking(f'{{"passphrase": "{PASS}"}}'.encode()))
    async with asyncio.timeout(PATIENCE_S):
        while b'"working"' in (await api.state(asking())).body:
            await asyncio.sleep(0.02)


async def test_a_backup_on_its_way_out_is_no_matter_of_the_next_one(bench: Workbench, locking: Any) -> None:
    api = api_of(bench, locking)
    await made(api)
    first: Any = await api.file(asking())
    await made(api)
    assert Path(first.path).read_bytes().startswith(b"XBBACKUP")
    await first.background()  # the first has arrived and is removed
    second: Any = await api.file(asking())
    assert second.filename == first.filename and Path(second.path).exists()


async def test_a_piece_that_comes_twice_is_taken_once(bench: Workbench, locking: Any) -> None:
    api = api_of(bench, locking)
    upload = bench.places.incoming / "abc.xbbackup"
    upload.touch()
    twice = [asking(b"piece", upload="abc", at="0") for _ in range(2)]
    for one in twice:
        one.comes.clear()
    taking = [asyncio.create_task(api.piece(one)) for one in twice]
    await asyncio.sleep(0)
    for one in twice:
        one.comes.set()
    _, second = await asyncio.gather(*taking, return_exceptions=True)
    assert isinstance(second, Conflict)
    assert upload.read_bytes() == b"piece"


def uploaded(bench: Workbench, name: str) -> Any:
    kept = backup.Kept(bench.store, bench.places.home, bench.places.spool, bench.places.packs)
    backup.create(kept, bench.places.incoming / f"{name}.xbbackup", PASS)
    return asking(f'{{"upload": "{name}", "passphrase": "{PASS}"}}'.encode())


async def test_one_backup_is_restored_at_a_time(bench: Workbench, locking: Any) -> None:
    api = api_of(bench, locking)
    first, second = uploaded(bench, "one"), uploaded(bench, "two")
    restoring = asyncio.create_task(api.restore(first))
    await asyncio.wait_for(locking.reached.wait(), PATIENCE_S)
    with pytest.raises(Conflict):
        await asyncio.wait_for(api.restore(second), PATIENCE_S)
    assert (bench.places.home / "restored").exists()  # that of the first, still whole
    bench.close()
    locking.go_on.set()
    await asyncio.wait_for(restoring, PATIENCE_S)
    assert list(bench.places.home.glob("before-restore-*"))


async def test_a_lock_in_the_middle_of_a_restore_leaves_a_record_that_opens(
    bench: Workbench, locking: Any
) -> None:
    api = api_of(bench, locking)
    asked = uploaded(bench, "one")
    await asyncio.to_thread(bench.vault.create, PASS)
    restoring = asyncio.create_task(api.restore(asked))
    async with asyncio.timeout(PATIENCE_S):
        while not (bench.places.home / "restored").exists():
            await asyncio.sleep(0)
    await asyncio.to_thread(bench.lock)
    locking.go_on.set()
    with pytest.raises(Conflict, match="locked"):
        await asyncio.wait_for(restoring, PATIENCE_S)
    await asyncio.to_thread(bench.unlock, PASS)
    assert stories.count(bench.store) == 0
