"""One app per data folder: a lock that dies with its process, and links that let its owner in.

`app.json` (0600) holds the port and a secret. Whoever can read it, which is the user alone, can make a
one-time link: `nonce.expiry.hmac`. The server checks the signature and lets each nonce in once.
"""

import hmac
import json
import os
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extrabrain.core.errors import Conflict, ProtectedStorage

LINK_LIFE_S = 600


@dataclass(frozen=True, slots=True)
class Instance:
    """A running app: its process, port and link secret."""

    pid: int
    port: int
    secret: str

    def link(self) -> str:
        """A fresh one-time link, good for ten minutes."""
        return f"http://127.0.0.1:{self.port}/enter?t={mint(self.secret)}"


class InstanceLock:
    """Holds the data folder for this process; `Conflict` if another app has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: IO[bytes] | None = None

    def take(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = self._path.with_suffix(".lock").open("ab")
        except OSError as error:
            raise ProtectedStorage(
                f"The data folder {self._path.parent} cannot be written: {error.strerror}.",
                next_step="Free some space or set EXTRABRAIN_HOME to a folder that you can write.",
            ) from error
        if not _lock(file):
            file.close()
            raise Conflict("extrabrain is already running.", next_step="Use the window that is open.")
        self._lock = file

    def announce(self, port: int) -> Instance:
        """Writes where this app listens; call once it does."""
        running = Instance(pid=os.getpid(), port=port, secret=secrets.token_urlsafe(32))
        scratch = self._path.with_suffix(".tmp")
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({"pid": running.pid, "port": port, "secret": running.secret}, file)
        scratch.replace(self._path)
        return running

    def release(self) -> None:
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None


def running_instance(path: Path) -> Instance | None:
    """The app that announced itself at `path`, if its file can be read."""
    try:
        plain = json.loads(path.read_text())
        return Instance(int(plain["pid"]), int(plain["port"]), str(plain["secret"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def mint(secret: str) -> str:
    """A signed one-time token `nonce.expiry.signature`."""
    body = f"{secrets.token_urlsafe(16)}.{int(time.time()) + LINK_LIFE_S}"
    return f"{body}.{_sign(secret, body)}"


class Tickets:
    """Lets each token signed with `secret` in once, before it expires."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._used: set[str] = set()

    def redeem(self, token: str) -> bool:
        body, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), _sign(self._secret, body).encode()):
            return False
        nonce, _, expiry = body.partition(".")
        if nonce in self._used or int(expiry) < time.time():
            return False
        self._used.add(nonce)
        return True


def _sign(secret: str, body: str) -> str:
    return hmac.new(secret.encode(), body.encode(), "sha256").hexdigest()


def _lock(file: IO[bytes]) -> bool:
    """An exclusive lock that the operating system drops when the process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
