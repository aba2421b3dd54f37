"""The whole app as a process: the gate, typed and spoken practice, audio, export, deletion, two instances."""

import asyncio
import json
import re
import struct
import subprocess
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import pytest
import websockets
from app_process import EXTRABRAIN, App, running
from starlette.routing import Route, WebSocketRoute

from extrabrain.sound.file import read_audio

pytestmark = pytest.mark.weights
ROOT = Path(__file__).parents[2]
FRAME_BYTES = 640


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as running_app:
        yield running_app


def pcm(seconds: float) -> bytes:
    """The start of our weak sample answer."""
    sound = b"".join(c.pcm for c in read_audio(ROOT / "examples" / "weak.flac", lambda _: None))
    return sound[: int(seconds * 32_000) // FRAME_BYTES * FRAME_BYTES]


async def speak(app: App, session_id: str, sound: bytes, *, drop_after: int | None = None) -> list[Any]:
    """Sends the sound as the page does and returns every event; breaks the line once after some frames."""
    frames = [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
    events: list[Any] = []
    acknowledged = 0

    async def line(limit: int | None) -> None:
        nonlocal acknowledged
        address = f"{app.socket}/ws/sessions/{session_id}?from={len(events)}"
        async with websockets.connect(address, additional_headers=app.headers) as socket:
            first = json.loads(await socket.recv())
            while first["type"] != "ack":
                take(first)
                first = json.loads(await socket.recv())
            acknowledged = first["frames"]
            for number in range(acknowledged, limit or len(frames)):
                await socket.send(struct.pack("<I", number) + frames[number])
            if limit is not None:
                return
            await socket.send(json.dumps({"type": "stop"}))
            async for message in socket:
                take(json.loads(message))

    def take(message: Any) -> None:
        if message["type"] == "event":
            events.append(message["event"])

    if drop_after is not None:
        await line(drop_after)
    async with asyncio.timeout(60):
        await line(None)
    return events


def kinds(events: list[Any]) -> list[str]:
    return [event["body"]["kind"] for event in events]


@pytest.mark.parametrize("drop_after", [None, 150])
async def test_a_spoken_answer_becomes_feedback(app: App, drop_after: int | None) -> None:
    begun = app.post("/api/practice", {"question_id": "rlhf-limits"})
    assert begun["code"] == 0
    session_id = begun["data"]["session_id"]
    sound = pcm(12)
    events = await speak(app, session_id, sound, drop_after=drop_after)

    assert [event["seq"] for event in events] == list(range(len(events)))
    assert kinds(events)[0] == "session-started"
    assert kinds(events)[-2:] == ["feedback", "session-ended"]
    feedback = events[-2]["body"]["feedback"]
    ended = next(e["body"] for e in events if e["body"]["kind"] == "capture-ended")
    assert ended["duration_ms"] == len(sound) // 32, "every frame that was sent lies on disk"
    quotes = [finding["quote"] for finding in feedback["findings"]]
    assert quotes
    for quote in quotes:
        assert feedback["text"][quote["start_char"] : quote["end_char"]] == quote["text"]
        assert 0 <= quote["start_ms"] <= quote["end_ms"] <= ended["duration_ms"] + 500

    session = app.data(f"/api/sessions/{session_id}")
    assert session["text"] == feedback["text"]
    recording = app.get(f"/api/sessions/{session_id}/audio")
    with wave.open(BytesIO(recording.content)) as wav:
        assert wav.readframes(wav.getnframes()) == sound
    part = app.get(f"/api/sessions/{session_id}/audio", range="bytes=1001-5000")
    assert part.status_code == 206
    assert part.content == recording.content[1001:5001]
    assert app.get(f"/api/sessions/{session_id}/audio", range="bytes=99999999-").status_code == 416


async def test_our_sample_plays_by_itself(app: App) -> None:
    begun = app.post("/api/practice", {"question_id": "rlhf-limits", "sample": "weak"})
    address = f"{app.socket}/ws/sessions/{begun['data']['session_id']}"
    async with websockets.connect(address, additional_headers=app.headers) as socket, asyncio.timeout(20):
        heard, levels = "", set[float]()
        while not heard:
            message = json.loads(await socket.recv())
            if message["type"] == "level":
                levels.add(message["level"])
            if message["type"] == "event" and message["event"]["body"]["kind"] == "segment":
                heard = message["event"]["body"]["segment"]["text"]
        await socket.send(json.dumps({"type": "stop"}))
    assert heard
    assert len(levels) > 3, "its loudness comes along"
    assert all(0 <= level <= 1 for level in levels)


async def test_silence_ends_without_feedback(app: App) -> None:
    begun = app.post("/api/practice", {"question_id": "rlhf-limits"})
    events = await speak(app, begun["data"]["session_id"], bytes(FRAME_BYTES * 50))
    assert "feedback" not in kinds(events)
    assert kinds(events)[-2:] == ["noticed", "session-ended"]


def test_a_typed_answer(app: App) -> None:
    text = "RLHF optimises a proxy. I would measure the gap and stop if it passes five points."
    begun = app.post("/api/practice", {"question_id": "rlhf-limits", "text": text})
    session = app.data(f"/api/sessions/{begun['data']['session_id']}")
    assert session["text"] == text
    assert session["feedback"]["coverage"]["overall"] is not None
    listed = app.data("/api/sessions")
    assert listed[0]["session_id"] == begun["data"]["session_id"]
    assert app.get(f"/api/sessions/{begun['data']['session_id']}/audio").status_code == 404
    exported = app.get(f"/api/sessions/{begun['data']['session_id']}/export?format=md")
    assert text in exported.text

    assert app.delete(f"/api/sessions/{begun['data']['session_id']}")["code"] == 0
    assert app.get(f"/api/sessions/{begun['data']['session_id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question_id": "no-such-question"}, 8),
        ({"question_id": "rlhf-limits", "text": "  "}, 2),
        ({"question_id": "rlhf-limits", "sample": "loud"}, 2),
        ([1], 2),
    ],
)
def test_bad_requests_get_a_next_step(app: App, body: Any, code: int) -> None:
    before = len(app.data("/api/sessions"))
    answer = app.post("/api/practice", body)
    assert answer["code"] == code
    assert answer["message"]
    assert len(app.data("/api/sessions")) == before, "a refused attempt leaves nothing behind"


def test_every_route_needs_the_token(app: App) -> None:
    from extrabrain.web.api import Api
    from extrabrain.web.compare_api import CompareApi
    from extrabrain.web.mock_api import MockApi
    from extrabrain.web.progress_api import ProgressApi
    from extrabrain.web.today_api import TodayApi

    no: Any = None
    more = (CompareApi, ProgressApi, TodayApi)
    routes = [*Api(no, no, no).routes(), *MockApi(no, no).routes()]
    routes += [route for made in more for route in made(no).routes()]
    assert all(isinstance(route, Route | WebSocketRoute) for route in routes)
    paths = {re.sub(r"\{[^}]+\}", "1", route.path) for route in routes}
    for path in [*paths, "/", "/practice", "/sessions", "/index.html", "/assets/x.js", "/enter", "/nowhere"]:
        for method in ("GET", "POST", "DELETE"):
            bare = httpx2.request(method, app.base + path, headers={"origin": app.base}, timeout=30)
            assert bare.status_code == 401, f"{method} {path}"


def test_an_address_where_nothing_is_shows_the_page_to_people_and_a_line_to_programs(app: App) -> None:
    shown = app.get("/nowhere/at/all", accept="text/html,*/*")
    assert shown.status_code == 404 and shown.content == app.get("/", accept="text/html").content
    told = app.get("/nowhere", accept="application/json")
    assert (told.status_code, told.text) == (404, "Not Found")


async def test_the_socket_needs_token_and_origin(app: App) -> None:
    address = f"{app.socket}/ws/sessions/x"
    for headers in (
        {"origin": app.base},
        {"cookie": app.cookie},
        {"cookie": app.cookie, "origin": "https://evil.example"},
    ):
        with pytest.raises(websockets.InvalidStatus):
            await websockets.connect(address, additional_headers=headers)


def test_a_second_instance_gives_a_new_link(app: App) -> None:
    second = subprocess.run(
        [EXTRABRAIN, "--no-open"],
        capture_output=True,
        text=True,
        env=app.environment,
        timeout=30,
        check=False,
    )
    assert second.returncode == 0
    assert "already running" in second.stderr
    link = second.stderr.split("Open ")[1].split()[0]
    assert httpx2.get(link).status_code == 303
    assert httpx2.get(link).status_code == 401


async def test_a_killed_app_loses_nothing_and_concludes_what_was_said(
    tmp_path: Path, models_dir: Path
) -> None:
    sound = pcm(12)
    with running(tmp_path / "home", models_dir) as first:
        begun = first.post("/api/practice", {"question_id": "rlhf-limits"})
        session_id = begun["data"]["session_id"]
        address = f"{first.socket}/ws/sessions/{session_id}"
        safe = 0
        async with (
            websockets.connect(address, additional_headers=first.headers) as socket,
            asyncio.timeout(30),
        ):
            for number, at in enumerate(range(0, len(sound), FRAME_BYTES)):
                await socket.send(struct.pack("<I", number) + sound[at : at + FRAME_BYTES])
            while safe < len(sound) // FRAME_BYTES:
                message = json.loads(await socket.recv())
                safe = message["frames"] if message["type"] == "ack" else safe
            first.process.kill()
    with running(tmp_path / "home", models_dir) as second:
        assert second.cookie == first.cookie, "a page that was let in is still let in"
        for _ in range(600):  # its page could still come back for a while
            session = second.data(f"/api/sessions/{session_id}")
            if session["feedback"]:
                break
            await asyncio.sleep(0.1)
        assert "human feedback" in session["feedback"]["text"]
        recording = second.get(f"/api/sessions/{session_id}/audio")
        assert recording.content[44:] == sound, "every acknowledged frame is there"


def test_what_would_be_asked_next_can_be_answered(app: App) -> None:
    answer = {"question_id": "rlhf-limits", "text": "We will balance safety and helpfulness."}
    session_id = app.post("/api/practice", answer)["data"]["session_id"]
    asks = app.data(f"/api/sessions/{session_id}")["feedback"]["follow_ups"]
    question = app.data(f"/api/questions/{session_id}-follow-up-0")
    assert question["text"] == asks[0]
    assert "Follow-up to" in question["tests"]
    begun = app.post("/api/practice", {"question_id": question["question_id"], "text": "We measured it."})
    assert app.data(f"/api/sessions/{begun['data']['session_id']}")["question"]["text"] == asks[0]
    for wrong in (f"{session_id}-follow-up-99", "no-such-follow-up-0", f"{session_id}-follow-up-x"):
        assert app.get(f"/api/questions/{wrong}").status_code == 404, wrong
