"""This computer's own microphone, with real sound through a real sound server and PortAudio."""

import asyncio
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websockets
from app_process import EXTRABRAIN, App, running
from sound_server import DEVICE, SoundServer, sound_server
from test_server import pcm

from extrabrain.sound.capture_device import LOST_AFTER_S

pytestmark = pytest.mark.weights


@pytest.fixture
def speakers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with sound_server(tmp_path) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def app(tmp_path: Path, models_dir: Path, speakers: SoundServer) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        yield started


def test_settings_choose_the_microphone_and_say_what_is_wrong(app: App) -> None:
    found = app.data("/api/microphones")
    assert DEVICE in found["devices"] and found["problem"] is None
    assert app.data("/api/status")["microphone"] == "browser"
    refused = app.post("/api/settings", {"microphone": "computer", "device": "gramophone"})
    assert refused["code"] == 8 and DEVICE in refused["message"]
    assert app.post("/api/settings", {"microphone": "phone"})["code"] == 2
    assert app.post("/api/settings", {"device": 3})["code"] == 2
    chosen = app.post("/api/settings", {"microphone": "computer", "device": DEVICE})["data"]
    assert (chosen["microphone"], chosen["device"]) == ("computer", DEVICE)
    assert app.data("/api/status")["microphone"] == "computer"
    assert app.post("/api/settings", {"microphone": "browser"})["data"]["device"] == DEVICE


async def test_its_level_comes_over_the_wire_and_nothing_is_kept(app: App, speakers: SoundServer) -> None:
    address = f"{app.socket}/ws/microphone?device={DEVICE}"
    async with asyncio.timeout(60):
        with speakers.playing(pcm(12)):
            async with websockets.connect(address, additional_headers=app.headers) as line:
                level = 0.0
                while level < 0.4:
                    told = json.loads(await line.recv())
                    assert told["type"] == "level" and 0 <= told["level"] <= 1
                    level = told["level"]
        address = f"{app.socket}/ws/microphone?device=gramophone"
        async with websockets.connect(address, additional_headers=app.headers) as line:
            told = json.loads(await line.recv())
    assert told["type"] == "problem" and DEVICE in told["next_step"]
    assert app.data("/api/sessions") == []


async def test_an_answer_is_heard_and_a_lost_microphone_ends_it(app: App, speakers: SoundServer) -> None:
    app.post("/api/settings", {"microphone": "computer", "device": DEVICE})
    bodies: list[Any] = []
    levels: list[float] = []
    begun = app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]
    assert begun["microphone"] == "computer"
    assert [running["fed_by"] for running in app.data("/api/practice")] == ["computer"]
    with speakers.playing(pcm(12)):
        address = f"{app.socket}/ws/sessions/{begun['session_id']}"
        async with websockets.connect(address, additional_headers=app.headers) as line, asyncio.timeout(90):
            async for message in line:
                told = json.loads(message)
                if told["type"] == "level":
                    levels.append(told["level"])
                if told["type"] == "event":
                    bodies.append(told["event"]["body"])
                    if told["event"]["body"]["kind"] == "segment" and len(levels) > 50:
                        speakers.unplug()
    kinds = [body["kind"] for body in bodies]
    assert max(levels) > 0.4
    ended = next(body for body in bodies if body["kind"] == "capture-ended")
    assert ended["reason"] == "lost" and LOST_AFTER_S < 1
    told = next(body for body in bodies if body["kind"] == "noticed")
    assert "microphone went away" in told["what"]
    assert kinds[-2:] == ["feedback", "session-ended"], "what was heard is still judged"
    assert "human feedback" in bodies[-2]["feedback"]["text"]
    recording = app.get(f"/api/sessions/{begun['session_id']}/audio")
    assert len(recording.content) // 32 >= ended["duration_ms"]


async def test_without_its_page_or_unlocked_nothing_is_recorded(app: App, speakers: SoundServer) -> None:
    """Within a second the log says so; a lock ends it for good."""
    app.post("/api/settings", {"microphone": "computer", "device": DEVICE})
    app.post("/api/vault/create", {"passphrase": "four plain garden words"})
    begun = app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]
    address = f"{app.socket}/ws/sessions/{begun['session_id']}"

    async def until(line: websockets.ClientConnection, kind: str) -> dict[str, Any]:
        while True:
            message = json.loads(await line.recv())
            if message["type"] == "event" and message["event"]["body"]["kind"] == kind:
                return message["event"]["body"]

    async with asyncio.timeout(60):
        with speakers.playing(pcm(12)):
            async with websockets.connect(address, additional_headers=app.headers) as line:
                await until(line, "segment")
                line.transport.abort()
            await asyncio.sleep(0.8)
            async with websockets.connect(address, additional_headers=app.headers) as line:
                assert "page went away" in (await until(line, "noticed"))["what"]
                locked = asyncio.create_task(asyncio.to_thread(app.post, "/api/lock"))
                async with asyncio.timeout(1):
                    assert (await until(line, "capture-ended"))["reason"] == "locked"
                assert (await locked)["data"]["locked"] is True


def test_a_microphone_that_cannot_be_opened_leaves_no_session(app: App, speakers: SoundServer) -> None:
    app.post("/api/settings", {"microphone": "computer", "device": DEVICE})
    speakers.control("exit")
    refused = app.post("/api/practice", {"question_id": "rlhf-limits"})
    assert refused["code"] != 0 and refused["message"]
    assert app.data("/api/sessions") == []


def test_the_terminal_hears_it_too(home: Path, models_dir: Path, speakers: SoundServer) -> None:
    command = [EXTRABRAIN, "practice", "rlhf-limits", "--mic", "--device", DEVICE, "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ran:
        assert ran.stdin is not None and ran.stderr is not None and ran.stdout is not None
        said = ""
        while "Press Enter" not in said:
            line = ran.stderr.readline()
            assert line, said
            said += line
        with speakers.playing(pcm(7)):
            threading.Event().wait(7)
        ran.stdin.write("\n")
        ran.stdin.close()
        answer = json.loads(ran.stdout.read())
    assert answer["code"] == 0, answer
    assert "human feedback" in answer["data"]["text"]
