"""Models being fetched: one thread, whatever comes while it winds up one of them or breaks."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from patience import PATIENCE_S, until

from extrabrain.core.errors import Conflict
from extrabrain.web.pulls import Pulls
from extrabrain.weights.progress import Progress, Tell


class Shelf:
    """Fetches when it is let; counts how many are fetched at once."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.pulled: list[str] = []
        self.at_once = self.most_at_once = 0

    def entry(self, model_id: str) -> Any:
        return SimpleNamespace(id=model_id)

    def remove(self, model_id: str) -> int:
        self.begun.release()
        assert self.go_on.acquire(timeout=PATIENCE_S)
        return 7

    def pull(self, model_id: str, tell: Tell) -> None:
        self.pulled.append(model_id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.begun.release()
            assert self.go_on.acquire(timeout=PATIENCE_S)
            tell(Progress(model_id, "fetching", 1, 2, 1.0, 1.0))
            if model_id == "broken":
                raise RuntimeError("it broke")
        finally:
            self.at_once -= 1


def pulls_of(shelf: Shelf, came: Callable[[], None] = lambda: None) -> Pulls:
    weights: Any = shelf
    return Pulls(lambda: weights, came)


def test_a_fetch_that_begins_while_the_last_one_winds_up_has_no_second_thread() -> None:
    shelf, winding_up, wound_up = Shelf(), threading.Semaphore(0), threading.Semaphore(0)

    def came() -> None:
        winding_up.release()
        assert wound_up.acquire(timeout=PATIENCE_S)

    pulls = pulls_of(shelf, came)
    pulls.start(["a"])
    shelf.go_on.release()
    assert winding_up.acquire(timeout=PATIENCE_S)
    assert pulls.busy()  # what came is not in use yet
    pulls.start(["b"])
    wound_up.release(2)
    shelf.go_on.release(2)
    until(lambda: not pulls.busy())
    assert shelf.pulled == ["a", "b"] and shelf.most_at_once == 1
    assert not pulls.busy()


def test_a_fault_of_ours_is_told_and_the_next_one_is_fetched() -> None:
    shelf = Shelf()
    pulls = pulls_of(shelf)
    pulls.start(["broken", "b"])
    shelf.go_on.release(2)
    until(lambda: not pulls.busy())
    assert shelf.pulled == ["broken", "b"]
    assert not pulls.busy() and "broke" in str(pulls.problems()["broken"])


def test_one_that_is_fetched_again_right_after_a_stop_is_fetched() -> None:
    shelf = Shelf()
    pulls = pulls_of(shelf)
    pulls.start(["a"])
    assert shelf.begun.acquire(timeout=PATIENCE_S)
    pulls.stop("a")
    pulls.start(["a"])
    shelf.go_on.release(2)
    until(lambda: not pulls.busy())
    assert shelf.pulled == ["a", "a"] and pulls.problems() == {}


def test_a_removal_that_takes_long_keeps_nobody_waiting_and_is_not_fetched_beside() -> None:
    shelf = Shelf()
    pulls = pulls_of(shelf)
    with ThreadPoolExecutor(1) as pool:
        removing = pool.submit(pulls.remove, "a")
        assert shelf.begun.acquire(timeout=PATIENCE_S)
        try:
            assert not pulls.busy() and pulls.under_way() == ()
            with pytest.raises(Conflict, match="being removed"):
                pulls.start(["b", "a"])
        finally:
            shelf.go_on.release()
        assert removing.result(PATIENCE_S) == 7
    pulls.start(["a"])
    shelf.go_on.release()
    until(lambda: not pulls.busy())
    assert shelf.pulled == ["a"]
