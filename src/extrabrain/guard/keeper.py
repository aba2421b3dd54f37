"""Keeps a broker at hand: started at the first knock, started again when it dies, gone with the app.

The keeper is a bare fork of the app, made before the app enters its jail. It holds the listening socket and
waits; it becomes a broker's parent only when somebody knocks, so an app that never asks for anything never
pays for one. Knocks wait in the socket's queue meanwhile. The pipe that it holds closes when the app ends,
however that ends, and keeper and broker leave with it.
"""

import atexit
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from select import select

from extrabrain.guard.charter import Charter

BACKLOG = 64
SOON_S = 1.0
"""A broker that dies within this time of its start is not started again before it is over."""

PREFIX = "extrabrain-"
MARK = "kept"
TOKEN = "EXTRABRAIN_DOOR"
"""The variable in which a broker, and nobody else, gets the secret."""


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach the broker: a Unix socket in a folder that only the user can enter, and a secret."""

    path: Path
    token: str

    def __repr__(self) -> str:
        return f"Line(path={str(self.path)!r})"


class Keeper:
    """Starts with its first use; `close` ends it and its broker."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self._line: Line | None = None
        self._pid = self._owner = 0
        self._lifeline = -1
        self._lock = threading.Lock()

    def line(self) -> Line:
        with self._lock:
            if self._line is None:
                self._line = self._start()
            return self._line

    def _start(self) -> Line:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_runtime_dir()))
        line = Line(folder / "door", secrets.token_urlsafe(24))
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(os.fspath(line.path))
        listening.listen(BACKLOG)
        self._owner = os.getpid()
        atexit.register(self.close)
        mark = os.open(folder / MARK, os.O_RDWR | os.O_CREAT, 0o600)
        flock(mark, LOCK_EX)
        ours, self._lifeline = os.pipe()
        command = _command(self.charter)
        self._pid = os.fork()
        if self._pid == 0:
            _keep(listening, ours, mark, command, line.token)
        for handle in (listening.detach(), ours, mark):
            os.close(handle)
        return line

    def close(self) -> None:
        with self._lock:
            if self._line is None or os.getpid() != self._owner:
                return
            atexit.unregister(self.close)
            os.close(self._lifeline)
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            shutil.rmtree(self._line.path.parent, ignore_errors=True)
            self._line = None


def _command(charter: Charter) -> list[str]:
    return [sys.executable, "-P", "-m", "extrabrain.guard.broker", charter.to_json()]


def _keep(listening: socket.socket, lifeline: int, mark: int, command: list[str], token: str) -> None:
    """The life of the fork; never returns. Nothing of the app's is kept open, its locks least of all."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(quiet, number)
        os.dup2(listening.fileno(), 3)
        os.dup2(lifeline, 4)
        os.dup2(mark, 5)
        os.closerange(6, max(256, os.sysconf("SC_OPEN_MAX")))
        os.environ[TOKEN] = token
        door = socket.socket(fileno=3)
        door.setblocking(False)
        while 4 not in select([door, 4], [], [])[0]:
            _one_broker(door, command)
    finally:
        os._exit(0)


def _one_broker(door: socket.socket, command: list[str]) -> None:
    """One broker's life. Where it ended badly, who waits is hung up on: an error that can be told."""
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.set_inheritable(3, True)
        os.set_inheritable(4, True)
        os.set_inheritable(5, False)
        os.execv(command[0], command)
    _, status = os.waitpid(pid, 0)
    if status == 0:
        return
    with suppress(OSError):
        while True:
            door.accept()[0].close()
    time.sleep(max(0.0, SOON_S - (time.monotonic() - began)))


def _runtime_dir() -> str | None:
    """The user's own runtime folder where the system has one: private, and with a short path."""
    given = os.environ.get("XDG_RUNTIME_DIR")
    return given if given and os.access(given, os.W_OK) and len(given) < 60 else None


def _sweep() -> None:
    """Folders of keepers that are gone: the lock that each holds for life is free."""
    for folder in Path(_runtime_dir() or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), (folder / MARK).open("r+b") as mark:
            flock(mark, LOCK_EX | LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
