"""P18: whatever ends a recording, it ends, and the session's log says so within a second."""

import json
import os
import signal
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from websockets.sync.client import ClientConnection, connect

from promises.app import App, running
from promises.tally import Tally

PASS = "four plain garden words"
WITHIN_S = 1.0


def p18(trials: int) -> Tally:
    """Each way in turn. A lost device is the page's to notice: `web/test/attempt.test.ts`."""
    ways: tuple[Callable[[App], float], ...] = (_stop, _lock, _page_gone, _sleep)
    took: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "home", {}, Path(folder) / "log") as app,
    ):
        app.post("/api/vault/create", {"passphrase": PASS})
        app.post("/api/keeping", {"lock_after_minutes": 0})
        for trial in range(trials):
            way = ways[trial % len(ways)]
            took.setdefault(way.__name__.strip("_"), []).append(way(app))
    failures = sum(seconds > WITHIN_S for each in took.values() for seconds in each)
    note = ", ".join(f"{way} ≤ {max(each) * 1000:.0f} ms" for way, each in took.items())
    return Tally("P18", "recording stops", trials, failures, note)


def _line(app: App, session_id: str) -> ClientConnection:
    address = f"{app.base.replace('http', 'ws')}/ws/sessions/{session_id}"
    return connect(address, additional_headers=app.headers)


def _recording(app: App) -> tuple[str, ClientConnection]:
    session_id = app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]["session_id"]
    socket = _line(app, session_id)
    for number in range(50):
        socket.send(struct.pack("<I", number) + bytes(640))
    while json.loads(socket.recv(timeout=30)) != {"type": "ack", "frames": 50}:
        pass
    return session_id, socket


def _told(socket: ClientConnection, began: float, *kinds: str) -> float:
    while True:
        message = json.loads(socket.recv(timeout=30))
        if message["type"] == "event" and message["event"]["body"]["kind"] in kinds:
            return time.monotonic() - began


def _stop(app: App) -> float:
    _, socket = _recording(app)
    began = time.monotonic()
    socket.send('{"type": "stop"}')
    return _told(socket, began, "capture-ended")


def _lock(app: App) -> float:
    _, socket = _recording(app)
    began = time.monotonic()
    app.post("/api/lock")
    took = _told(socket, began, "capture-ended")
    app.post("/api/lock/open", {"passphrase": PASS})
    return took


def _page_gone(app: App) -> float:
    """Closed without a word; looked at just before the second is over."""
    session_id, socket = _recording(app)
    began = time.monotonic()
    socket.socket.close()
    time.sleep(WITHIN_S - 0.2)
    again = _line(app, session_id)
    return _told(again, began, "noticed")


def _sleep(app: App) -> float:
    _, socket = _recording(app)
    os.kill(app.process.pid, signal.SIGSTOP)
    time.sleep(6)
    os.kill(app.process.pid, signal.SIGCONT)
    return _told(socket, time.monotonic(), "capture-ended")
