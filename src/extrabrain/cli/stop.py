"""Ctrl-C as a wish to stop: the first one is heard between two steps, the second ends the program."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

from extrabrain.cli.envelope import note


@contextmanager
def stopping() -> Generator[Callable[[], bool]]:
    """Gives a question: has the user asked to stop?"""
    asked = threading.Event()

    def hear(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        note("\nStopping after this file; what is done is kept. Ctrl-C again to stop at once.")

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
