"""The workbench: one of each part, and a record that nobody opens while its files are exchanged."""

import threading
from pathlib import Path

import pytest

from extrabrain.app.build import workbench
from extrabrain.app.erase import erase_all
from extrabrain.app.part import Part
from extrabrain.record import plans
from extrabrain.record.db import Closed, Store

PATIENCE_S = 20


def test_nobody_opens_the_record_while_its_files_are_exchanged(home: Path) -> None:
    """A request that was ended goes on with its thread: what it opened here would be neither the old record
    nor the new one."""
    with workbench() as bench:
        before = bench.store
        opened: list[Store] = []
        asking = threading.Thread(target=lambda: opened.append(bench.store))

        def erase() -> None:
            asking.start()
            asking.join(0.5)
            assert not opened
            erase_all(bench.places)

        bench.exchange(erase)
        asking.join(PATIENCE_S)
        assert opened == [bench.store] and bench.store is not before
        plans.wish(bench.store)


def test_what_works_on_the_record_is_told_before_its_files_are_exchanged(home: Path) -> None:
    with workbench() as bench:
        order: list[str] = []
        bench.on_lock(lambda: order.append("told"))
        bench.exchange(lambda: order.append("exchanged"))
        assert order == ["told", "exchanged"]


def test_the_record_is_closed_before_a_part_that_may_be_at_work(home: Path) -> None:
    with workbench() as bench:
        store, told = bench.store, list[str]()

        class Minds:
            def close(self) -> None:  # waits for a model that is thinking
                with pytest.raises(Closed):
                    plans.wish(store)
                told.append("closed")

        bench.__dict__["minds"] = Minds()
        bench.close()
        assert told == ["closed"]


class Whole:
    def __init__(self) -> None:
        self.making, self.go_on = threading.Semaphore(0), threading.Event()

    @Part
    def thing(self) -> object:
        self.making.release()
        assert self.go_on.wait(PATIENCE_S)
        return object()


def test_a_part_is_made_once_whichever_threads_ask() -> None:
    whole = Whole()
    found: list[object] = []
    asking = [threading.Thread(target=lambda: found.append(whole.thing)) for _ in range(2)]
    for thread in asking:
        thread.start()
    assert whole.making.acquire(timeout=PATIENCE_S)
    assert not whole.making.acquire(timeout=0.5)  # the other one waits for what is being made
    whole.go_on.set()
    for thread in asking:
        thread.join(PATIENCE_S)
    assert found == [whole.thing] * 2
    del whole.__dict__["thing"]
    assert whole.thing is not found[0]
