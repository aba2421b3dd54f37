"""A broker as an ordinary child, where processes cannot fork (Windows): on a loopback port, with a secret.

There is no jail on such a system, so the app itself can start another one when it dies.
"""

import os
import secrets
import subprocess
from contextlib import suppress

from extrabrain.core.errors import Problem
from extrabrain.guard.charter import Charter
from extrabrain.guard.line import TOKEN, Line, command


class Spawned:
    def __init__(self, charter: Charter) -> None:
        self._command = [*command(charter), "--port"]
        self._process: subprocess.Popen[bytes] | None = None
        self._line = Line("")

    def line(self) -> Line:
        if self._process is None or self._process.poll() is not None:
            self._start()
        return self._line

    def _start(self) -> None:
        token = secrets.token_urlsafe(24)
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, TOKEN: token},
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        if not said.isdigit():
            raise Problem("The broker could not be started.", next_step="Restart extrabrain.")
        self._line = Line(token, port=int(said))

    def close(self) -> None:
        """Closing its input is the sign to leave."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
