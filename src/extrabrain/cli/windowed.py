"""`extrabrain --window`: the app lives as long as its window."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import note
from extrabrain.cli.start import say_ready
from extrabrain.core.errors import Problem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.instance import Instance
    from extrabrain.app.places import Places
    from extrabrain.app.window import Window
    from extrabrain.web.server import Server

Ready = Callable[["Instance"], None]
Run = Callable[["Server", "Workbench"], None]


def need_window() -> None:
    """`NotFound` where nothing here can show a window; asked before anything is started."""
    from extrabrain.app.browsers import find_browser
    from extrabrain.app.webview import has_webview
    from extrabrain.app.window import no_window

    if find_browser() is None and not has_webview():
        raise no_window()


def run_beside_window(where: "Places", serve: "Callable[[Run], None]") -> None:
    """The app in a child process, which goes into its jail; the window is this one's, which stays outside.

    A browser that the jailed app started would be jailed too. The app ends when the window is closed, or
    when this process is gone; a problem of the app's is told by the app.
    """
    link_out, link_in = os.pipe()
    stop_out, stop_in = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(link_out)
        os.close(stop_in)
        serve(lambda server, bench: _run_for_window(server, bench, link_in, stop_out))
        return
    os.close(link_in)
    os.close(stop_out)
    try:
        with os.fdopen(link_out) as told:
            link = told.read()
        if link:
            show_and_wait(link, where, lambda: os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT))
    finally:
        os.close(stop_in)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
    if code:
        raise click.exceptions.Exit(code)


def _run_for_window(server: "Server", bench: "Workbench", link_in: int, stop_out: int) -> None:
    def watch() -> None:
        os.read(stop_out, 1)
        server.stop()

    def ready(instance: "Instance") -> None:
        say_ready(bench, "Close its window to stop it.")
        with os.fdopen(link_in, "w") as told:
            told.write(instance.link())
        threading.Thread(target=watch, name="window", daemon=True).start()

    server.run(ready)


def show_and_wait(link: str, where: "Places", until_app_ends: Callable[[], object]) -> None:
    """Shows the window and returns when it is closed."""
    from extrabrain.app.webview import show_webview

    window = _browser_window(where)
    if window is None:
        show_webview(link, link.partition("/enter")[0], where.window)
        return
    window.open(link)
    try:
        if not window.wait():
            note("The page is in a window that was open before. Stop the app with Ctrl-C.")
            until_app_ends()
    finally:
        window.close()


def run_in_window(server: "Server", where: "Places", bench: "Workbench") -> None:
    """All in one process, where processes cannot fork: serves until the window is closed, or Ctrl-C."""

    def ready(_: "Instance") -> None:
        say_ready(bench, "Close its window to stop it.")

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
