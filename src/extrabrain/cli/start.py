"""`extrabrain` alone: start the app, or open the one that runs."""

import secrets
import webbrowser
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Conflict

if TYPE_CHECKING:
    from extrabrain.app.instance import Instance, InstanceLock
    from extrabrain.app.places import Places

LINK_NOTE = "The link works once and for ten minutes."


def start(*, port: int, open_browser: bool) -> None:
    """Blocks until Ctrl-C. A second start opens the window of the first and returns."""
    from extrabrain.app.instance import InstanceLock, running_instance
    from extrabrain.app.places import places

    where = places()
    lock = InstanceLock(where.instance)
    try:
        lock.take()
    except Conflict:
        running = running_instance(where.instance)
        if running is None:
            raise
        link = running.link()
        note(f"extrabrain is already running.\nOpen {link}\n{LINK_NOTE}")
        if open_browser and not webbrowser.open(link):
            note("No browser could be opened here; open the link yourself.")
        return

    try:
        _serve(where, lock, port=port, open_browser=open_browser)
    finally:
        lock.release()


def _serve(where: "Places", lock: "InstanceLock", *, port: int, open_browser: bool) -> None:
    """The port first, then the fence around this process, then everything else."""
    from extrabrain.app.fence import fenced
    from extrabrain.app.listening import listen
    from extrabrain.app.settings import load_settings

    listening = listen(port, load_settings(where.home).port)
    fence = fenced(where, listening)
    from extrabrain.app.build import Workbench, workbench
    from extrabrain.web.server import Server

    def ready(instance: "Instance", bench: Workbench) -> None:
        link = instance.link()
        note(f"extrabrain is running. Stop it with Ctrl-C.\nOpen {link}\n{LINK_NOTE}")
        if not fence.jail.holds:
            note(f"Guarded, not jailed: {fence.jail.why}. See `extrabrain doctor`.")
        if open_browser and not bench.door.ask_broker(f"open?{link.split('/', 3)[3]}")["opened"]:
            note("No browser could be opened here; open the link yourself.")
        missing = bench.weights.missing_starter()
        if missing:
            size = bench.weights.download_bytes(missing) / 1e6
            note(f"First start: fetching {', '.join(missing)} ({size:.0f} MB); the page shows how far it is.")

    with workbench(where, fence) as bench:
        server = Server(bench, lock, token=secrets.token_urlsafe(32), listening=listening)
        server.run(lambda it: ready(it, bench))
