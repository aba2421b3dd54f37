"""A fault of our own in the middle of an advice: the page is told, and what came before it stays."""

import json
from collections.abc import AsyncGenerator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from extrabrain.app.build import Workbench
from extrabrain.core.advice import Brief, Point
from extrabrain.flows.advise import Pace
from extrabrain.web import advice_api
from extrabrain.web.advice_api import BROKE_OFF, AdviceApi

BRIEF = Brief("tighten", "Why?", "I tested the reward model, and I told my team.")


async def breaking(*_: Any) -> AsyncGenerator[Point | Pace]:
    yield Pace(40, 20, 900.0)
    yield Point("no-result", "No outcome.")
    raise RuntimeError("a fault")


async def test_the_page_is_told_and_keeps_the_points_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice_api, "advising", breaking)
    monkeypatch.setattr(advice_api, "briefed", lambda *_: (BRIEF, ()))
    minds = SimpleNamespace(engine=lambda *_: None)
    api = AdviceApi(cast(Workbench, SimpleNamespace(minds=minds)))
    app = Starlette(routes=api.routes())
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"spec_version": "2.4"},
        "method": "POST",
        "path": "/api/advice",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    sent = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": json.dumps({"task": "tighten"}).encode(), "more_body": False}

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))

    with pytest.raises(RuntimeError, match="a fault"):  # the log has it
        await app(scope, receive, send)
    lines = [json.loads(line) for line in sent.decode().splitlines()]
    assert [line["kind"] for line in lines] == ["pace", "point", "problem"]
    assert lines[1]["text"] == "No outcome."
    assert lines[2]["message"] == BROKE_OFF
