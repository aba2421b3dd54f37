"""The thread that reads what was handed over: stopped, begun again, one at a time."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from patience import PATIENCE_S, until

from extrabrain.core.errors import Problem
from extrabrain.library.reading import Reading
from extrabrain.record import documents, incoming
from extrabrain.record.db import Store
from extrabrain.web.shelving import Shelving


class Reader:
    """Reads when it is let, and can be slow to close; counts how many are open at once."""

    def __init__(self) -> None:
        self.stopped: Callable[[], bool] = lambda: False
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.fault: Exception | None = None
        self.closing, self.close_on = threading.Semaphore(0), threading.Semaphore(0)

    def until(self, stopped: Callable[[], bool]) -> "Reader":
        self.stopped = stopped
        return self

    def read(self, data: bytes, name: str) -> list[Reading]:
        self.begun.release()
        assert self.go_on.acquire(timeout=PATIENCE_S)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        return [Reading(name, data.decode())]

    def close(self) -> None:
        self.closing.release()
        assert self.close_on.acquire(timeout=PATIENCE_S)


@pytest.fixture
def readers() -> list[Reader]:
    return [Reader(), Reader()]


@pytest.fixture
def shelving(store: Store, readers: list[Reader]) -> Shelving:
    following = iter(readers)
    bench: Any = SimpleNamespace(
        store=store,
        workspace=SimpleNamespace(reader=lambda _, stopped: next(following).until(stopped)),
        weights=SimpleNamespace(ready=lambda _: False),
        embedder=lambda: None,
        on_lock=lambda _: None,
    )
    return Shelving(bench)


def hand_over(store: Store, name: str) -> None:
    one = incoming.begin(store, name, None, "")
    incoming.append(store, one, 0, f"The zebra probe leaked, says {name}.".encode())
    incoming.complete(store, one)


def titles(store: Store) -> set[str]:
    return {document.external_id for document in documents.list_documents(store)}


def test_a_file_that_comes_while_a_stop_is_under_way_is_read_after_it(
    store: Store, shelving: Shelving, readers: list[Reader]
) -> None:
    first = readers[0]
    hand_over(store, "a.txt")
    shelving.start()
    assert first.begun.acquire(timeout=PATIENCE_S)
    shelving.stop()
    hand_over(store, "b.txt")
    shelving.start()
    first.go_on.release(2)
    first.close_on.release()
    until(lambda: not shelving.state().busy)
    assert titles(store) == {"a.txt", "b.txt"}


def test_one_that_winds_up_does_not_hide_the_next(
    store: Store, shelving: Shelving, readers: list[Reader]
) -> None:
    first, second = readers
    hand_over(store, "a.txt")
    shelving.start()
    first.go_on.release()
    assert first.closing.acquire(timeout=PATIENCE_S)
    hand_over(store, "b.txt")
    shelving.start()
    assert second.begun.acquire(timeout=PATIENCE_S)
    winding_up = [t for t in threading.enumerate() if t.name == "shelving"]
    first.close_on.release()
    until(lambda: sum(t.is_alive() for t in winding_up) == 1)
    assert shelving.state().busy
    second.go_on.release()
    second.close_on.release()
    until(lambda: not shelving.state().busy)
    assert titles(store) == {"a.txt", "b.txt"}


def test_a_file_that_a_lock_cuts_off_in_the_middle_is_read_anew_after_it(
    store: Store, shelving: Shelving, readers: list[Reader]
) -> None:
    first, second = readers
    hand_over(store, "long-recording.txt")
    shelving.start()
    assert first.begun.acquire(timeout=PATIENCE_S)
    locking = threading.Thread(target=shelving.pause)
    locking.start()
    first.fault = Problem("long-recording.txt was not heard to its end.")
    until(first.stopped)  # it waits for what is at hand
    first.go_on.release()
    first.close_on.release()
    locking.join(PATIENCE_S)
    assert not locking.is_alive() and not shelving.state().report.failures
    second.go_on.release()
    second.close_on.release()
    shelving.resume()
    until(lambda: not shelving.state().busy)
    assert titles(store) == {"long-recording.txt"}


def test_a_fault_of_ours_in_one_file_is_told_and_the_next_one_is_read(
    store: Store, shelving: Shelving, readers: list[Reader]
) -> None:
    first = readers[0]
    first.fault = RuntimeError("it broke")
    hand_over(store, "a.txt")
    hand_over(store, "b.txt")
    first.go_on.release(2)
    first.close_on.release()
    shelving.start()
    until(lambda: not shelving.state().busy)
    assert titles(store) == {"b.txt"}
    (failure,) = shelving.state().report.failures
    assert failure.path == "a.txt" and "broke" in failure.what
