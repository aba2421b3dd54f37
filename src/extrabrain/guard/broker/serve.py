"""The broker's life: a thread a request, an end when the app ends or nobody has knocked for a while."""

import select
import socket
import threading
import time

from extrabrain.guard.broker.desk import Desk
from extrabrain.guard.broker.exchange import serve_one

IDLE_S = 120.0
MOST_AT_ONCE = 64


def serve(door: socket.socket, lifeline: int | None, desk: Desk, *, idle_s: float = IDLE_S) -> None:
    """Until the lifeline closes, or `idle_s` seconds have passed with nothing to do; for good without one."""
    watched = [door] if lifeline is None else [door, lifeline]
    busy: set[threading.Thread] = set()
    door.setblocking(False)
    last = time.monotonic()
    while True:
        ready = select.select(watched, [], [], 1.0)[0]
        busy = {thread for thread in busy if thread.is_alive()}
        if lifeline in ready:
            break
        if busy or ready:
            last = time.monotonic()
        if door in ready and len(busy) < MOST_AT_ONCE:
            try:
                app, _ = door.accept()
            except OSError:
                continue
            app.setblocking(True)
            thread = threading.Thread(target=serve_one, args=(desk, app), daemon=True)
            busy.add(thread)
            thread.start()
        elif lifeline is not None and not busy and time.monotonic() - last > idle_s:
            break
    desk.close()
