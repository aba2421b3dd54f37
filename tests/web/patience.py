"""Waiting for what other threads do, as long as it takes on a busy machine."""

import threading
from collections.abc import Callable

PATIENCE_S = 20


def until(held: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_S * 100):
        if held():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not come to be")
