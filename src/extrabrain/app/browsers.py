"""Browsers that can show a page as a window of its own (`--app=URL`): where they lie on the three systems."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

CHOICE = "EXTRABRAIN_BROWSER"
"""Names the browser to take: a program on the PATH, or where it lies."""

ON_LINUX: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Chrome", ("google-chrome", "google-chrome-stable")),
    ("Edge", ("microsoft-edge", "microsoft-edge-stable")),
    ("Chromium", ("chromium", "chromium-browser")),
    ("Brave", ("brave-browser", "brave")),
)
ON_MAC: tuple[tuple[str, str], ...] = (
    ("Chrome", "Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("Edge", "Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
    ("Chromium", "Chromium.app/Contents/MacOS/Chromium"),
    ("Brave", "Brave Browser.app/Contents/MacOS/Brave Browser"),
)
ON_WINDOWS: tuple[tuple[str, str], ...] = (
    ("Chrome", r"Google\Chrome\Application\chrome.exe"),
    ("Edge", r"Microsoft\Edge\Application\msedge.exe"),
    ("Chromium", r"Chromium\Application\chrome.exe"),
    ("Brave", r"BraveSoftware\Brave-Browser\Application\brave.exe"),
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


@dataclass(frozen=True, slots=True)
class Browser:
    """`name` as people call it; `program` is what to run."""

    name: str
    program: str


def find_browser(
    *,
    system: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    which: Callable[[str], str | None] = shutil.which,
    exists: Callable[[str], bool] = lambda path: Path(path).is_file(),
) -> Browser | None:
    """The first that is here: the user's choice, then Chrome, Edge, Chromium, Brave."""
    chosen = environment.get(CHOICE)
    if chosen:
        program = which(chosen)
        return Browser(PurePosixPath(chosen).name, program) if program else None
    if system.startswith("linux"):
        found = ((name, which(program)) for name, programs in ON_LINUX for program in programs)
    else:
        found = ((name, path if exists(path) else None) for name, path in _places(system, environment))
    return next((Browser(name, program) for name, program in found if program), None)


def _places(system: str, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if system == "win32":
        roots = [root for name in WINDOWS_ROOTS if (root := environment.get(name))]
        yield from ((name, str(PureWindowsPath(root) / rest)) for name, rest in ON_WINDOWS for root in roots)
    elif system == "darwin":
        own = str(PurePosixPath(environment.get("HOME", "/")) / "Applications")
        yield from ((name, f"{root}/{rest}") for name, rest in ON_MAC for root in ("/Applications", own))
