"""The app in a window of its own: a browser's app mode, with a profile that is only for this window."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from extrabrain.app.browsers import CHOICE, Browser
from extrabrain.core.errors import NotFound, Problem

FLAGS = (
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-mode",
    "--disable-sync",
    "--class=extrabrain",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""No welcome, no question about the usual browser; the process ends with its window. `--class` is the name
by which a Linux desktop knows the window, so that it gets the icon of our shortcut. The window finds no name
but this machine: left to itself, Chromium asks its maker about accounts, updates and the forms on a page."""

LOCKS = ("SingletonLock", "lockfile")
"""What a running browser keeps in its profile: on Linux and macOS, on Windows."""

CLOSING_S = 5.0


class Window:
    """One open window. The profile keeps what the browser was allowed to do, such as the microphone."""

    def __init__(self, browser: Browser, profile: Path) -> None:
        self._browser = browser
        self._profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._closing = False

    def open(self, link: str) -> None:
        """Shows the link. `Problem` where the browser cannot be started."""
        self._profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = [self._browser.program, f"--app={link}", f"--user-data-dir={self._profile}", *FLAGS]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise Problem(
                f"{self._browser.name} could not be started: {error.strerror}.", next_step=_instead()
            ) from error

    def wait(self) -> bool:
        """Until the window is closed. False where it joined a browser that has this profile open already:
        then that one shows the page, and nothing tells when it is closed. `Problem` where it failed."""
        if self._process is None:
            return True
        code = self._process.wait()
        if code == 0 and any(os.path.lexists(self._profile / lock) for lock in LOCKS):
            return False
        if code > 0 and not self._closing:
            raise Problem(
                f"The window of {self._browser.name} ended with an error ({code}).", next_step=_instead()
            )
        return True

    def close(self) -> None:
        """Waits until the browser has put its profile in order, at most `CLOSING_S`."""
        if self._process is not None and self._process.poll() is None:
            self._closing = True
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(CLOSING_S)


def no_window() -> NotFound:
    """There is nothing that could show a window."""
    chosen = os.environ.get(CHOICE)
    if chosen:
        return NotFound(
            f"{CHOICE} names {chosen!r}, and there is no such program.",
            next_step="Correct it, or unset it to take the browser that is found.",
        )
    return NotFound(
        "No browser that can open an app window was found: no Chrome, Edge, Chromium or Brave.",
        next_step='Install one of them, or run: pip install "extrabrain[desktop]". '
        "Without --window the app opens in your usual browser.",
    )


def _instead() -> str:
    return f"Run `extrabrain` to use your usual browser, or name another one in {CHOICE}."
