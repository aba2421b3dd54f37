"""Locked: recording has stopped, sockets and the store are closed, and only the passphrase opens it."""

import json
import os
import signal
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running
from websockets.sync.client import ClientConnection, connect

pytestmark = pytest.mark.weights

PASS = "four plain garden words"
FRAME = bytes(640)


@pytest.fixture
def app(tmp_path: Path, models_dir: Path) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        yield started


def speak(app: App) -> tuple[str, ClientConnection]:
    """A session that is being recorded."""
    begun = app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]
    address = f"{app.socket}/ws/sessions/{begun['session_id']}"
    socket = connect(address, additional_headers=app.headers)
    for number in range(40):
        socket.send(struct.pack("<I", number) + FRAME)
    while json.loads(socket.recv(timeout=10)) != {"type": "ack", "frames": 40}:
        pass
    return begun["session_id"], socket


def seconds_until(socket: ClientConnection, kind: str) -> tuple[float, dict[str, Any]]:
    began = time.monotonic()
    while True:
        message = json.loads(socket.recv(timeout=10))
        if message["type"] == "event" and message["event"]["body"]["kind"] == kind:
            return time.monotonic() - began, message["event"]["body"]


def events(app: App, session_id: str) -> list[dict[str, Any]]:
    with connect(f"{app.socket}/ws/sessions/{session_id}", additional_headers=app.headers) as socket:
        found: list[dict[str, Any]] = []
        while True:
            try:
                message = json.loads(socket.recv(timeout=1))
            except Exception:  # noqa: BLE001 - closed or silent: that was all
                return found
            if message["type"] == "event":
                found.append(message["event"]["body"])


def test_locking_ends_the_recording_the_sockets_and_the_store(app: App, tmp_path: Path) -> None:
    assert app.post("/api/lock")["code"] == 5  # there is nothing to open it again with
    assert app.post("/api/vault/create", {"passphrase": PASS})["data"]["place"] == "vault"
    session_id, socket = speak(app)
    assert app.post("/api/lock")["data"]["locked"] is True
    took, body = seconds_until(socket, "capture-ended")
    assert body["reason"] == "locked" and took < 5
    with pytest.raises(Exception, match="4423"):
        while True:
            socket.recv(timeout=10)
    assert app.data("/api/status")["locked"] is True
    for path in ("/api/sessions", "/api/today", f"/api/sessions/{session_id}/audio", "/api/settings"):
        assert app.get(path).status_code == 423
    assert app.post("/api/practice", {"question_id": "rlhf-limits", "text": "x"})["code"] == 7
    with pytest.raises(Exception, match=r"403|4423"):
        connect(f"{app.socket}/ws/sessions/{session_id}", additional_headers=app.headers).recv(timeout=10)
    names = {str(fd.readlink()) for fd in Path(f"/proc/{app.process.pid}/fd").iterdir()}
    assert not [name for name in names if name.startswith(str(tmp_path)) and name.endswith((".db", ".spool"))]

    assert app.post("/api/lock/open", {"passphrase": "not the one"})["code"] == 4
    assert app.data("/api/status")["locked"] is True
    assert app.post("/api/lock/open", {"passphrase": PASS})["data"]["locked"] is False
    assert [s["session_id"] for s in app.data("/api/sessions")] == [session_id]
    for _ in range(100):  # what was cut off is concluded after the unlocking
        if any(body["kind"] == "session-ended" for body in events(app, session_id)):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the session that was cut off was not concluded")


def test_guessing_is_slowed_down(app: App) -> None:
    app.post("/api/vault/create", {"passphrase": PASS})
    app.post("/api/lock")
    for _ in range(3):
        assert app.post("/api/lock/open", {"passphrase": "wrong one"})["code"] == 4
    refused = app.post("/api/lock/open", {"passphrase": PASS})
    assert refused["code"] == 5 and "Wait" in refused["message"]
    time.sleep(1.1)
    assert app.post("/api/lock/open", {"passphrase": PASS})["code"] == 0


def test_a_locked_start_opens_nothing_before_the_passphrase(tmp_path: Path, models_dir: Path) -> None:
    with running(tmp_path / "home", models_dir) as first:
        first.post("/api/practice", {"question_id": "rlhf-limits", "text": "It rewards what it can see."})
        first.post("/api/vault/create", {"passphrase": PASS})
    with running(tmp_path / "home", models_dir) as second:
        assert second.data("/api/status")["locked"] is True
        assert second.get("/").status_code == 200
        assert second.get("/api/sessions").status_code == 423
        second.post("/api/lock/open", {"passphrase": PASS})
        assert len(second.data("/api/sessions")) == 1


def test_the_passphrase_is_changed_and_removed(app: App) -> None:
    app.post("/api/vault/create", {"passphrase": PASS})
    assert app.post("/api/vault/change", {"old": "nope nope", "new": PASS + "2"})["code"] == 4
    assert app.post("/api/vault/change", {"old": PASS, "new": "short"})["code"] == 2
    assert app.post("/api/vault/change", {"old": PASS, "new": PASS + "2"})["code"] == 0
    app.post("/api/lock")
    assert app.post("/api/lock/open", {"passphrase": PASS})["code"] == 4
    assert app.post("/api/lock/open", {"passphrase": PASS + "2"})["code"] == 0
    assert app.post("/api/vault/remove", {"passphrase": PASS + "2"})["data"]["place"] == "keyfile"
    assert app.post("/api/lock")["code"] == 5


def test_a_recording_says_within_a_second_that_it_stopped(app: App) -> None:
    """P18 for stop, sleep and a page that is gone; the lock is above, the device in the page's own tests."""
    _, socket = speak(app)
    socket.send('{"type": "stop"}')
    assert seconds_until(socket, "capture-ended")[0] < 1
    socket.close()

    session_id, socket = speak(app)
    socket.socket.close()  # gone without a word
    time.sleep(1)
    assert "page went away" in events(app, session_id)[-1]["what"]

    _, socket = speak(app)
    os.kill(app.process.pid, signal.SIGSTOP)
    time.sleep(6)
    os.kill(app.process.pid, signal.SIGCONT)
    took, body = seconds_until(socket, "capture-ended")
    assert took < 1 and body["reason"] == "slept"


def test_an_idle_app_locks_itself(tmp_path: Path, models_dir: Path) -> None:
    with running(tmp_path / "home", models_dir) as app:
        app.post("/api/vault/create", {"passphrase": PASS})
        assert app.post("/api/keeping", {"lock_after_minutes": 1})["data"]["lock_after_minutes"] == 1
        assert app.post("/api/keeping", {"lock_after_minutes": -1})["code"] == 2
        os.kill(app.process.pid, signal.SIGSTOP)  # asleep: it locks at once where it may lock at all
        time.sleep(6)
        os.kill(app.process.pid, signal.SIGCONT)
        for _ in range(50):
            if app.data("/api/status")["locked"]:
                return
            time.sleep(0.1)
        pytest.fail("it did not lock")


def test_a_backup_is_made_fetched_and_brought_back(app: App, tmp_path: Path) -> None:
    app.post("/api/practice", {"question_id": "rlhf-limits", "text": "It rewards what it can see."})
    assert app.post("/api/backup", {"passphrase": "short"})["code"] == 2
    app.post("/api/backup", {"passphrase": PASS})
    for _ in range(100):
        state = app.data("/api/backup")
        if state["task"]["state"] != "working":
            break
        time.sleep(0.1)
    assert state["task"]["state"] == "done" and state["last_backup"]
    made = app.get("/api/backup/file").content
    assert made.startswith(b"XBBACKUP")
    assert app.get("/api/backup/file").status_code == 404
    app.delete(f"/api/sessions/{app.data('/api/sessions')[0]['session_id']}")
    assert app.data("/api/sessions") == []

    def restore(data: bytes, passphrase: str) -> Any:
        upload = app.post("/api/backup/incoming", {"bytes": len(data)})["data"]["upload"]
        for at in range(0, len(data), 500_000):
            sent = httpx2.post(
                f"{app.base}/api/backup/incoming/{upload}?at={at}",
                content=data[at : at + 500_000],
                headers=app.headers,
            )
            assert sent.status_code == 200
        return app.post("/api/backup/restore", {"upload": upload, "passphrase": passphrase})

    assert restore(made, PASS + "x")["code"] == 4
    assert restore(made[:-40], PASS)["code"] != 0
    assert app.data("/api/sessions") == []
    assert restore(made, PASS)["data"]["sessions"] == 1
    assert len(app.data("/api/sessions")) == 1
    assert len(app.data("/api/backup")["aside"]) == 1
    assert app.delete("/api/backup/aside")["data"]["aside"] == []


def test_rules_of_retention_and_erasing(app: App, tmp_path: Path) -> None:
    app.post("/api/practice", {"question_id": "rlhf-limits", "text": "It rewards what it can see."})
    rules = {"keep_recordings_days": None, "keep_sessions_days": 7}
    assert app.post("/api/keeping/preview", rules)["data"] == {"recordings": [], "sessions": []}
    assert app.post("/api/keeping", {"keep_sessions_days": 0})["code"] == 2
    assert app.post("/api/keeping", rules)["data"]["keep_sessions_days"] == 7
    assert len(app.data("/api/sessions")) == 1
    key = (tmp_path / "home-key" / "store.key").read_bytes()
    assert app.post("/api/erase", {})["code"] == 2
    assert app.post("/api/erase", {"sure": "erase"})["code"] == 0
    assert app.data("/api/sessions") == []
    assert app.data("/api/keeping")["keep_sessions_days"] is None
    assert (tmp_path / "home-key" / "store.key").read_bytes() != key
