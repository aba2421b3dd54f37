"""`extrabrain` alone: start the app, or open the one that runs; in the browser or in a window of its own."""

import os
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Conflict

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.instance import Instance, InstanceLock
    from extrabrain.app.places import Places
    from extrabrain.web.server import Server


def start(*, port: int, open_browser: bool, window: bool = False) -> None:
    """Blocks until Ctrl-C, or until the window is closed. A second start shows the first and returns."""
    from extrabrain.app.instance import InstanceLock, running_instance
    from extrabrain.app.places import places

    if window:
        from extrabrain.cli.windowed import need_window

        need_window()
    where = places()
    lock = InstanceLock(where.instance)
    try:
        lock.take()
    except Conflict:
        running = running_instance(where.instance)
        if running is None:
            raise
        _show_running(running, where, open_browser=open_browser, window=window)
        return

    def browse(server: "Server", bench: "Workbench") -> None:
        server.run(_opening(bench, open_browser=open_browser))

    try:
        if not window:
            serve(where, lock, port=port, run=browse)
        elif hasattr(os, "fork"):
            from extrabrain.cli.windowed import run_beside_window

            run_beside_window(where, lambda run: serve(where, lock, port=port, run=run))
        else:
            from extrabrain.cli.windowed import run_in_window

            serve(where, lock, port=port, run=lambda server, bench: run_in_window(server, where, bench))
    finally:
        lock.release()


def serve(
    where: "Places", lock: "InstanceLock", *, port: int, run: "Callable[[Server, Workbench], None]"
) -> None:
    """The port first, then the fence around this process, then everything else."""
    from extrabrain.app.fence import fenced
    from extrabrain.app.listening import listen
    from extrabrain.app.settings import load_settings

    listening = listen(port, load_settings(where.home).port)
    fence = fenced(where, listening)
    from extrabrain.app.build import workbench
    from extrabrain.app.page_pass import page_pass
    from extrabrain.app.passphrase import from_file
    from extrabrain.web.server import Server

    with workbench(where, from_file, fence=fence) as bench:
        run(Server(bench, lock, token=page_pass(where.pass_file), listening=listening), bench)


def say_ready(bench: "Workbench", what_next: str) -> None:
    note(f"extrabrain is running. {what_next}")
    jail = bench.fence.jail
    if not jail.holds:
        note(f"Guarded, not jailed: {jail.why}. See `extrabrain doctor`.")
    missing = bench.weights.missing_starter()
    if missing:
        size = bench.weights.download_bytes(missing) / 1e6
        note(f"First start: fetching {', '.join(missing)} ({size:.0f} MB); the page shows how far it is.")


def _opening(bench: "Workbench", *, open_browser: bool) -> "Callable[[Instance], None]":
    def ready(instance: "Instance") -> None:
        link = instance.link()
        say_ready(bench, f"Stop it with Ctrl-C.\n{_about(link)}")
        if open_browser and not bench.door.ask_broker(f"open?{link.split('/', 3)[3]}")["opened"]:
            note("No browser could be opened here; open the link yourself.")

    return ready


def _show_running(running: "Instance", where: "Places", *, open_browser: bool, window: bool) -> None:
    link = running.link()
    if window:
        from extrabrain.cli.windowed import show_window

        note("extrabrain is already running; here is its window.")
        show_window(link, where)
        return
    note(f"extrabrain is already running.\n{_about(link)}")
    if open_browser and not webbrowser.open(link):
        note("No browser could be opened here; open the link yourself.")


def _about(link: str) -> str:
    return f"Open {link}\nThe link works once and for ten minutes."
