"""`extrabrain` alone: start the app, or open the one that runs; in the browser or in a window of its own."""

import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Conflict

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.instance import Instance
    from extrabrain.app.places import Places


def start(*, port: int, open_browser: bool, window: bool = False) -> None:
    """Blocks until Ctrl-C, or until the window is closed. A second start shows the first and returns."""
    from extrabrain.app.instance import InstanceLock, running_instance
    from extrabrain.app.places import places

    where = places()
    if window:
        from extrabrain.cli.windowed import need_window

        need_window()
    lock = InstanceLock(where.instance)
    try:
        lock.take()
    except Conflict:
        running = running_instance(where.instance)
        if running is None:
            raise
        _show_running(running, where, open_browser=open_browser, window=window)
        return

    from extrabrain.app.build import workbench
    from extrabrain.app.page_pass import page_pass
    from extrabrain.app.passphrase import from_file
    from extrabrain.web.server import Server

    try:
        with workbench(where, from_file) as bench:
            server = Server(bench, lock, token=page_pass(where.pass_file), port=port)
            if window:
                from extrabrain.cli.windowed import run_in_window

                run_in_window(server, where, lambda it: _ready(it, bench, "Close its window to stop it."))
            else:
                server.run(_opening(bench, open_browser=open_browser))
    finally:
        lock.release()


def _opening(bench: "Workbench", *, open_browser: bool) -> "Callable[[Instance], None]":
    def ready(instance: "Instance") -> None:
        link = instance.link()
        _ready(instance, bench, f"Stop it with Ctrl-C.\n{_about(link)}")
        _open(link, open_browser=open_browser)

    return ready


def _ready(_: "Instance", bench: "Workbench", what_next: str) -> None:
    note(f"extrabrain is running. {what_next}")
    missing = bench.weights.missing_starter()
    if missing:
        size = bench.weights.download_bytes(missing) / 1e6
        note(f"First start: fetching {', '.join(missing)} ({size:.0f} MB); the page shows how far it is.")


def _show_running(running: "Instance", where: "Places", *, open_browser: bool, window: bool) -> None:
    link = running.link()
    if window:
        from extrabrain.cli.windowed import show_window

        note("extrabrain is already running; here is its window.")
        show_window(link, where)
        return
    note(f"extrabrain is already running.\n{_about(link)}")
    _open(link, open_browser=open_browser)


def _about(link: str) -> str:
    return f"Open {link}\nThe link works once and for ten minutes."


def _open(link: str, *, open_browser: bool) -> None:
    if open_browser and not webbrowser.open(link):
        note("No browser could be opened here; open the link yourself.")
