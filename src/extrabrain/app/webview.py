"""The app in a window of pywebview (the extra `desktop`), for machines without a Chromium-like browser."""

import importlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from extrabrain.core.errors import Problem

WIDTH, HEIGHT = 1100, 800


def has_webview() -> bool:
    return find_spec("webview") is not None


def show_webview(link: str, base: str, storage: Path) -> None:
    """Shows the link and returns when the window is closed; must run in the main thread.

    pywebview grants the microphone to whatever it shows, so the window never stays on another origin than
    `base`: a page from elsewhere is replaced by ours at once. `Problem` where no window can be made.
    """
    webview = cast("Any", importlib.import_module("webview"))
    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
    webview.settings["ALLOW_DOWNLOADS"] = True
    window = webview.create_window("extrabrain", url=link, width=WIDTH, height=HEIGHT)
    window.events.loaded += lambda: _stay(window, base)
    storage.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        webview.start(private_mode=False, storage_path=str(storage))
    except webview.errors.WebViewException as error:
        raise Problem(
            f"pywebview could not open a window: {error}.",
            next_step="Install what it needs on this system (see docs/desktop.md), or run `extrabrain` "
            "to use your usual browser.",
        ) from error


def _stay(window: Any, base: str) -> None:
    """Back to our own page from anywhere else."""
    shown = window.get_current_url() or ""
    if shown != base and not shown.startswith(f"{base}/"):
        window.load_url(base)
