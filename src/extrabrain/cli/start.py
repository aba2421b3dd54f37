"""`extrabrain` alone: start the app, or open the one that runs."""

import secrets
import webbrowser

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Conflict


def start(*, port: int, open_browser: bool) -> None:
    """Blocks until Ctrl-C. A second start opens the window of the first and returns."""
    from extrabrain.app.instance import Instance, InstanceLock, running_instance
    from extrabrain.app.places import places

    where = places()
    lock = InstanceLock(where.instance)
    try:
        lock.take()
    except Conflict:
        running = running_instance(where.instance)
        if running is None:
            raise
        _show(running.link(), "extrabrain is already running.", open_browser=open_browser)
        return

    from extrabrain.app.build import Workbench, workbench
    from extrabrain.app.passphrase import from_file
    from extrabrain.web.server import Server

    def ready(instance: Instance, bench: Workbench) -> None:
        _show(instance.link(), "extrabrain is running. Stop it with Ctrl-C.", open_browser=open_browser)
        missing = bench.weights.missing_starter()
        if missing:
            size = bench.weights.download_bytes(missing) / 1e6
            note(f"First start: fetching {', '.join(missing)} ({size:.0f} MB); the page shows how far it is.")

    try:
        with workbench(where, from_file) as bench:
            Server(bench, lock, token=secrets.token_urlsafe(32), port=port).run(lambda it: ready(it, bench))
    finally:
        lock.release()


def _show(link: str, headline: str, *, open_browser: bool) -> None:
    note(f"{headline}\nOpen {link}\nThe link works once and for ten minutes.")
    if open_browser and not webbrowser.open(link):
        note("No browser could be opened here; open the link yourself.")
