"""Hosted speech in the app: chosen in Settings once all is allowed, heard live, and what a fault leaves."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running
from websockets.sync.client import connect

sys.path.insert(0, str(Path(__file__).parents[1] / "words"))

from elsewhere_speech import speech_elsewhere
from fake_deepgram import SAYS, FakeDeepgram

pytestmark = pytest.mark.weights


@pytest.fixture
def fake(home: Path) -> Iterator[FakeDeepgram]:
    with speech_elsewhere(home) as made:
        yield made


@pytest.fixture
def app(home: Path, fake: FakeDeepgram, models_dir: Path) -> Iterator[App]:
    with running(home, models_dir) as started:
        yield started


def choose(app: App, **more: Any) -> httpx2.Response:
    body = {"engine": "deepgram"} | more
    return httpx2.post(f"{app.base}/api/settings", json=body, headers=app.headers, timeout=60)


def missing(app: App) -> str:
    engines = {engine["name"]: engine for engine in app.data("/api/settings")["engines"]}
    hosted = engines["deepgram"]
    assert hosted["provider"] and hosted["ready"] == (hosted["missing"] is None)
    return hosted["missing"]["what"] if hosted["missing"] else ""


def allow(app: App) -> None:
    app.post("/api/privacy/posture", {"posture": "hybrid"})
    app.post("/api/privacy/allow", {"category": "audio", "provider": "lab"})
    shown = choose(app).json()["data"]["shown"]
    assert choose(app, agreed={"how": "as-is", "shown": shown}).status_code == 200


def test_it_is_chosen_only_when_all_is_allowed_and_seen(app: App, fake: FakeDeepgram) -> None:
    assert "posture is local" in missing(app)
    assert choose(app).json()["code"] == 1
    app.post("/api/privacy/posture", {"posture": "hybrid"})
    assert "not allowed" in missing(app)
    app.post("/api/privacy/allow", {"category": "audio", "provider": "lab"})
    assert missing(app) == ""
    asked = choose(app)
    preview = asked.json()["data"]
    assert (asked.status_code, preview["kinds"]) == (428, ["audio"])
    assert preview["bytes"].startswith("GET /v1/listen?") and "(your key)" in preview["bytes"]
    assert app.data("/api/settings")["engine"] == "moonshine-tiny-en"
    chosen = choose(app, agreed={"how": "as-is", "shown": preview["shown"]})
    assert chosen.json()["data"]["engine"] == "deepgram"
    assert fake.asked == []
    assert app.data("/api/status")["engine"] == "deepgram"


def test_it_hears_live_and_the_ledger_has_every_turn(app: App, fake: FakeDeepgram) -> None:
    allow(app)
    begun = app.post("/api/practice", {"question_id": "rlhf-limits", "sample": "weak"})["data"]
    session = ended(app, begun["session_id"])
    assert session["text"].startswith(" ".join(SAYS[:3]))
    assert len(fake.heard) >= 1
    lines = app.data("/api/privacy/ledger")["lines"]
    told = [line for line in lines if line["step"] == "answered"]
    assert {tuple(line["carries"]) for line in told} == {("audio",)}
    assert sum(line["bytes_out"] for line in told) > sum(map(len, fake.heard))


def test_a_fault_keeps_the_recording_and_another_engine_finishes_it(
    home: Path, fake: FakeDeepgram, models_dir: Path
) -> None:
    with running(home, models_dir) as app:
        allow(app)
        fake.fault = "no-credit"
        begun = app.post("/api/practice", {"question_id": "rlhf-limits", "sample": "weak"})["data"]
        assert ended(app, begun["session_id"])["text"] == ""
        told = [n["what"] for n in notices(app, begun["session_id"])]
        assert told and all("no credit left" in what for what in told)
        assert choose(app, engine="moonshine-tiny-en").status_code == 200
    with running(home, models_dir) as app:
        until = time.monotonic() + 60
        while (session := app.data(f"/api/sessions/{begun['session_id']}"))["feedback"] is None:
            assert time.monotonic() < until
            time.sleep(0.2)
    assert "model" in session["text"], "our own engine heard the whole recording at the next start"


def notices(app: App, session_id: str) -> list[dict[str, Any]]:
    """What its log says, as a page that comes late is told."""
    with connect(f"{app.socket}/ws/sessions/{session_id}", additional_headers=app.headers) as line:
        bodies = [json.loads(message).get("event", {}).get("body", {}) for message in line]
    return [body for body in bodies if body.get("kind") == "noticed"]


def ended(app: App, session_id: str) -> Any:
    until = time.monotonic() + 90
    while app.data("/api/practice"):
        assert time.monotonic() < until
        time.sleep(0.1)
    return app.data(f"/api/sessions/{session_id}")
