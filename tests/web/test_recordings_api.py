"""A recording over the wire: heard with progress, kept as an attempt; what is refused leaves nothing."""

import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running

from extrabrain.sound.encode import wav_header

pytestmark = pytest.mark.weights
ROOT = Path(__file__).parents[2]
WEAK = (ROOT / "examples" / "weak.flac").read_bytes()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


def send(app: App, content: Any, name: str = "weak.flac", question: str = "rlhf-limits") -> httpx2.Response:
    return httpx2.post(
        f"{app.base}/api/recordings",
        params={"question_id": question, "name": name},
        content=content,
        headers={**app.headers, "content-type": "application/octet-stream"},
        timeout=60,
    )


def finished(app: App, job_id: str) -> Any:
    until = time.monotonic() + 60
    while (job := app.data(f"/api/recordings/{job_id}"))["state"] in ("waiting", "listening"):
        assert time.monotonic() < until
        time.sleep(0.05)
    return job


def incoming(app: App) -> list[Path]:
    """What lies there half a second from now at the latest; nothing, if all is well."""
    folder = Path(app.environment["EXTRABRAIN_HOME"]) / "incoming"
    for _ in range(50):
        if not folder.exists() or not any(folder.iterdir()):
            return []
        time.sleep(0.01)
    return list(folder.iterdir())


def test_a_recording_becomes_an_attempt(app: App) -> None:
    sent = send(app, WEAK)
    assert sent.status_code == 200
    job = finished(app, sent.json()["data"]["job_id"])
    assert job["state"] == "done"
    session = app.data(f"/api/sessions/{job['session_id']}")
    assert "human feedback" in session["text"]
    assert session["feedback"]["rubric"]
    assert app.get(f"/api/sessions/{job['session_id']}/audio").status_code == 200
    assert incoming(app) == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"this is no sound", "notes.txt", "notes.txt is not audio"),
        (wav_header(32_000) + bytes(64_000), "../../quiet.wav", "No speech was heard in quiet.wav"),
    ],
)
def test_what_cannot_be_heard_says_so_and_keeps_nothing(
    app: App, content: bytes, name: str, said: str
) -> None:
    before = len(app.data("/api/sessions"))
    job = finished(app, send(app, content, name).json()["data"]["job_id"])
    assert job["state"] == "failed"
    assert said in job["problem"]["what"]
    assert job["problem"]["next_step"]
    assert len(app.data("/api/sessions")) == before
    assert incoming(app) == []


def test_what_is_refused_at_once(app: App) -> None:
    assert send(app, WEAK, question="no-such").status_code == 404
    assert send(app, b"").json()["code"] == 2
    assert app.get("/api/recordings/nowhere").status_code == 404
    assert incoming(app) == []


def test_only_this_address_takes_large_bodies_and_only_to_its_limit(app: App) -> None:
    assert send(app, bytes(1_500_000), "zeros.bin").status_code == 200
    for path, limit in (
        ("/api/recordings", "200 MB"),
        ("/api/recordings/x", "1 MB"),
        ("/api/practice", "1 MB"),
    ):
        asked = HTTPConnection(app.base.removeprefix("http://"), timeout=30)
        asked.request("POST", path, headers={**app.headers, "content-length": "200000001"})
        refused = asked.getresponse()
        assert refused.status == 413
        assert limit in refused.read().decode()
        asked.close()


def test_a_body_without_an_honest_length_is_cut_off_at_the_limit(app: App) -> None:
    pieces = (bytes(4_000_000) for _ in range(51))
    with suppress(httpx2.TransportError):  # cut off while sending is as good
        assert send(app, pieces).status_code == 400
    assert incoming(app) == []


def test_one_that_is_stopped_keeps_nothing(app: App) -> None:
    before = len(app.data("/api/sessions"))
    silence = wav_header(16_000 * 600) + bytes(32_000 * 600)
    job_id = send(app, silence, "long.wav").json()["data"]["job_id"]
    assert app.delete(f"/api/recordings/{job_id}")["code"] == 0
    assert finished(app, job_id)["state"] == "stopped"
    assert len(app.data("/api/sessions")) == before
    assert incoming(app) == []


def test_what_a_crash_left_behind_is_removed(tmp_path: Path, models_dir: Path) -> None:
    left = tmp_path / "home" / "incoming" / "x"
    left.mkdir(parents=True)
    (left / "me.wav").write_bytes(b"x")
    with running(tmp_path / "home", models_dir):
        assert not left.exists()
