"""A bare fork of the app that waits for knocks, made before the app enters its jail.

It holds the listening socket and becomes a broker's parent only when somebody knocks, so an app that never
asks for anything never pays for one. Knocks wait in the socket's queue meanwhile. The pipe that it holds
closes when the app ends, however that ends, and keeper and broker leave with it.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from select import select

from extrabrain.guard.charter import Charter
from extrabrain.guard.line import TOKEN, Line, command

BACKLOG = 64
SOON_S = 1.0
"""A broker that dies within this time of its start is not started again before it is over."""

PREFIX = "extrabrain-"
MARK = "kept"
FIRST_FREE = 6
"""Below: standard input and outputs, the listening socket (3), the lifeline (4), the mark (5)."""


class Forked:
    def __init__(self, charter: Charter) -> None:
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_runtime_dir()))
        path = self._folder / "door"
        self._line = Line(secrets.token_urlsafe(24), path=path)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(os.fspath(path))
        listening.listen(BACKLOG)
        mark = _locked(self._folder / MARK)
        ours, self._lifeline = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _keep((listening.fileno(), ours, mark), command(charter), self._line.token)
        for handle in (listening.detach(), ours, mark):
            os.close(handle)

    def line(self) -> Line:
        return self._line

    def close(self) -> None:
        os.close(self._lifeline)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
        shutil.rmtree(self._folder, ignore_errors=True)


def _keep(handles: tuple[int, ...], words: list[str], token: str) -> None:
    """The life of the fork; never returns. Nothing of the app's is kept open, its locks least of all."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        high = [fcntl.fcntl(handle, fcntl.F_DUPFD, 64) for handle in handles]
        quiet = fcntl.fcntl(os.open(os.devnull, os.O_RDWR), fcntl.F_DUPFD, 64)
        for number, handle in enumerate((quiet, quiet, quiet, *high)):
            os.dup2(handle, number)
        os.closerange(FIRST_FREE, max(256, os.sysconf("SC_OPEN_MAX")))
        os.environ[TOKEN] = token
        door = socket.socket(fileno=3)
        door.setblocking(False)
        while 4 not in select([door, 4], [], [])[0]:
            _one_broker(door, words)
    finally:
        os._exit(0)


def _one_broker(door: socket.socket, words: list[str]) -> None:
    """One broker's life. Where it ended badly, who waits is hung up on: an error that can be told."""
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.set_inheritable(3, True)
        os.set_inheritable(4, True)
        os.set_inheritable(5, False)
        os.execv(words[0], words)
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


def _locked(mark: Path) -> int:
    """It has the lock before it has its name: another one's sweep never finds it free."""
    unnamed = mark.with_suffix(".new")
    handle = os.open(unnamed, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    unnamed.rename(mark)
    return handle


def _sweep() -> None:
    """Folders of keepers that are gone: the lock that each holds for life is free."""
    for folder in Path(_runtime_dir() or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), (folder / MARK).open("r+b") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
