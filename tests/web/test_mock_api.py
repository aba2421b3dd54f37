"""A spoken answer in a mock interview: over the socket, as in practice, then on to the follow-up."""

import asyncio
from pathlib import Path

import pytest
from app_process import running
from test_server import kinds, pcm, speak

pytestmark = pytest.mark.weights


async def test_a_turn_is_spoken_and_followed_up(tmp_path: Path, models_dir: Path) -> None:
    with running(tmp_path / "home", models_dir) as app:
        assert app.post("/api/mocks", {"count": 2})["code"] == 2
        assert app.post("/api/mocks", {"topics": "rlhf"})["code"] == 2
        mock = app.post("/api/mocks", {"count": 3, "role": "research"})["data"]
        assert [turn["question"]["kind"] for turn in mock["turns"]] == ["technical", "technical", "scenario"]
        base = f"/api/mocks/{mock['mock_id']}"
        assert app.post(f"{base}/turns/0/close")["code"] == 5, "an answer, or a skip, comes first"

        begun = app.post(f"{base}/turns/0")["data"]
        async with asyncio.timeout(90):
            events = await speak(app, begun["session_id"], pcm(8))
        assert kinds(events)[-2:] == ["feedback", "session-ended"]
        mock = app.post(f"{base}/turns/0/close")["data"]
        first, follow_up = mock["turns"][:2]
        assert (first["state"], first["session_id"], first["duration_ms"]) == (
            "answered",
            begun["session_id"],
            len(pcm(8)) // 32,
        )
        assert (follow_up["follows"], follow_up["state"]) == (0, "open")
        asked = follow_up["question"]["question_id"]
        app.post(f"{base}/turns/1", {"text": "I measured it on 400 prompts and stopped at five percent."})
        app.post(f"{base}/turns/1/close")
        assert app.data(f"/api/questions/{asked}")["text"] == follow_up["question"]["text"]
        assert app.post(f"{base}/turns/1", {"text": "Once more."})["code"] == 5

        assert app.post(f"{base}/end")["data"]["ended_at"] is not None
        assert first["question"]["text"][:30] in app.get(f"{base}/export").text
        assert app.data("/api/mocks")[0]["answered"] == 2
        assert app.delete(base)["code"] == 0
        assert app.get(base).status_code == 404
        assert len(app.data("/api/sessions")) == 2, "the answers stay"
