"""Live sessions over the wire, with the real app: rules first, then only what they permit."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app_process import App, running
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


def begun(app: App, *permissions: str, **more: Any) -> Any:
    wish = {"setting": "meeting", "permissions": permissions, "confirmed": True, **more}
    return app.post("/api/live", wish)


def line_to(app: App, session_id: str) -> ClientConnection:
    url = f"{app.socket}/ws/sessions/{session_id}"
    return connect(url, additional_headers={"cookie": app.cookie}, origin=Origin(app.base))


@pytest.mark.parametrize(
    "wish",
    [
        {"setting": "meeting", "permissions": ["transcription"]},
        {"setting": "interview", "permissions": ["assistance"], "confirmed": False, "by": "the recruiter"},
        {"setting": "practice", "permissions": []},
        {"setting": "party"},
        {"setting": "meeting", "permissions": ["everything"], "confirmed": True},
        {"setting": "meeting", "permissions": ["notes"], "confirmed": "yes"},
        {},
    ],
)
def test_nothing_begins_where_nobody_confirmed(app: App, wish: dict[str, Any]) -> None:
    before = len(app.data("/api/sessions"))
    refused = app.post("/api/live", wish)
    assert refused["code"] == 2 and refused["message"]
    assert len(app.data("/api/sessions")) == before, "not even a session"
    assert app.data("/api/practice") == [] and app.data("/api/live") == []


def test_with_everything_off_there_is_no_ear_no_note_and_no_help(app: App) -> None:
    made = begun(app, confirmed=False)["data"]
    session_id = made["session_id"]
    assert made["microphone"] == "none"
    assert app.data("/api/practice") == [], "nothing listens"
    with line_to(app, session_id) as line:
        line.send(struct.pack("<I", 0) + bytes(640))
        with pytest.raises(ConnectionClosed):
            while json.loads(line.recv(timeout=30))["type"] != "ack":
                pass
    spool = Path(app.environment["EXTRABRAIN_HOME"]) / "spool"
    assert not list(spool.glob(f"{session_id}*")), "no sound was kept"
    assert "Notes are off" in app.post(f"/api/live/{session_id}/note", {"text": "x"})["message"]
    assert "Assistance is off" in app.post(f"/api/live/{session_id}/help")["message"]
    assert app.post(f"/api/live/{session_id}/end")["code"] == 0
    assert app.post(f"/api/live/{session_id}/end")["code"] == 5
    kept = app.data(f"/api/sessions/{session_id}")["session"]
    assert (kept["setting"], kept["permissions"], kept["confirmed_at"]) == ("meeting", [], None)


def test_notes_have_times_and_stay_with_the_session(app: App) -> None:
    made = begun(app, "notes", setting="interview", by="the recruiter", title="Round two")["data"]
    session_id = made["session_id"]
    assert app.post(f"/api/live/{session_id}/note", {"text": "they asked about scale"})["data"]["line"] == (
        "0:00 they asked about scale"
    )
    assert app.post(f"/api/live/{session_id}/note", {"text": " "})["code"] == 2
    app.post(f"/api/live/{session_id}/note", {"text": "second"})
    (open_one,) = app.data("/api/live")
    assert open_one["title"] == "Round two" and open_one["notes"].count("\n") == 1
    app.post(f"/api/live/{session_id}/end")
    record = app.data(f"/api/sessions/{session_id}")
    assert "they asked about scale" in record["notes"]
    assert record["session"]["confirmed_by"] == "the recruiter"
    assert app.data("/api/live") == []


def test_what_is_said_is_kept_and_looked_back_on(app: App) -> None:
    made = begun(app, "transcription", "assistance")["data"]
    session_id = made["session_id"]
    with line_to(app, session_id) as line:
        for number in range(50):
            line.send(struct.pack("<I", number) + bytes(640))
        while json.loads(line.recv(timeout=30)) != {"type": "ack", "frames": 50}:
            pass
        assert app.data("/api/live")[0]["fed_by"] == "browser"
        helped = app.post(f"/api/live/{session_id}/help", {"question": "What did we measure?"})["data"]
        assert helped["questions"] == [] and helped["told"]["found"] is False
        line.send('{"type": "stop"}')
        with pytest.raises(ConnectionClosed):
            while True:
                line.recv(timeout=30)
    assert app.data(f"/api/sessions/{session_id}")["ended_at"]
    assert app.get(f"/api/sessions/{session_id}/review").json()["code"] == 8, "nothing was said"
    assert "Notes are off" in app.post(f"/api/sessions/{session_id}/notes", {"text": "late"})["message"]
