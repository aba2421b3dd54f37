"""`extrabrain --window`: the app lives as long as its window."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Problem

if TYPE_CHECKING:
    from extrabrain.app.instance import Instance
    from extrabrain.app.places import Places
    from extrabrain.app.window import Window
    from extrabrain.web.server import Server

Ready = Callable[["Instance"], None]


def need_window() -> None:
    """`NotFound` where nothing here can show a window; asked before anything is started."""
    from extrabrain.app.browsers import find_browser
    from extrabrain.app.webview import has_webview
    from extrabrain.app.window import no_window

    if find_browser() is None and not has_webview():
        raise no_window()


def run_in_window(server: "Server", where: "Places", ready: Ready) -> None:
    """Serves until the window is closed, or Ctrl-C, which closes it."""
    window = _browser_window(where)
    if window is None:
        _run_in_webview(server, where, ready)
    else:
        _run_in_browser(server, window, ready)


def show_window(link: str, where: "Places") -> None:
    """A window of an app that runs already."""
    from extrabrain.app.webview import show_webview

    window = _browser_window(where)
    if window is None:
        show_webview(link, link.partition("/enter")[0], where.window)
    else:
        window.open(link)


def _browser_window(where: "Places") -> "Window | None":
    from extrabrain.app.browsers import find_browser
    from extrabrain.app.window import Window

    browser = find_browser()
    return Window(browser, where.window) if browser else None


def _run_in_browser(server: "Server", window: "Window", ready: Ready) -> None:
    failed: list[Problem] = []

    def watch() -> None:
        try:
            if window.wait():
                server.stop()
            else:
                note("The page is in a window that was open before. Stop the app with Ctrl-C.")
        except Problem as problem:
            failed.append(problem)
            server.stop()

    def opened(instance: "Instance") -> None:
        window.open(instance.link())
        ready(instance)
        threading.Thread(target=watch, name="window", daemon=True).start()

    try:
        server.run(opened)
    finally:
        window.close()
    if failed:
        raise failed[0]


def _run_in_webview(server: "Server", where: "Places", ready: Ready) -> None:
    """pywebview wants the main thread, so the server takes another one."""
    from extrabrain.app.webview import show_webview

    here: list[Instance] = []
    listening = threading.Event()

    def opened(instance: "Instance") -> None:
        here.append(instance)
        ready(instance)
        listening.set()

    with ThreadPoolExecutor(1, "server") as pool:
        serving = pool.submit(server.run, opened)
        serving.add_done_callback(lambda _: listening.set())
        listening.wait()
        try:
            if here:
                link = here[0].link()
                show_webview(link, link.partition("/enter")[0], where.window)
        finally:
            server.stop()
        serving.result()
