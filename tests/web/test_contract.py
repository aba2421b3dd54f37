"""The OpenAPI document: valid, of just the routes that there are, and true of what every GET answers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.routing import Route

from extrabrain.app.build import workbench
from extrabrain.core.event import EVENT_KINDS
from extrabrain.web.chores import Chores
from extrabrain.web.contract import CALLS, EVENTS, Call
from extrabrain.web.curtain import Curtain
from extrabrain.web.locking import Locking
from extrabrain.web.openapi import document
from extrabrain.web.server import application
from extrabrain.web.stage import Stage
from extrabrain.web.status import Status

DOCUMENT = document()
GETS = [call for call in CALLS if call.method == "GET"]


def test_an_independent_validator_finds_nothing() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_it_is_of_the_routes_that_there_are(home: Path) -> None:
    with workbench() as bench:
        stage, status = Stage(bench), Status(bench)
        locking = Locking(bench, stage, Curtain(lambda: False), Chores(bench, stage, status))
        app = application(bench, stage, status, locking)
    there = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith("/api")
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert {(call.method, call.path) for call in CALLS} == there
    assert len(CALLS) == len(there), "no call stands twice"


def test_every_kind_of_event_is_in_the_table() -> None:
    assert set(EVENTS) == set(EVENT_KINDS)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


@pytest.fixture(scope="module")
def made(app: App) -> dict[str, Any]:
    """Something behind every address: two answers, an own question, a mock interview, a recording."""
    text = "RLHF optimises a proxy. I would measure the gap on 400 prompts and stop at five points."
    first = app.post("/api/practice", {"question_id": "rlhf-limits", "text": text})["data"]
    second = app.post("/api/practice", {"question_id": "rlhf-limits", "text": f"{text} We learned."})["data"]
    app.post(f"/api/sessions/{first['session_id']}/notes", {"text": "Say the number first."})
    app.post("/api/bank/questions", {"text": "What would you refuse to build?", "kind": "behavioural"})
    mock = app.post("/api/mocks", {"count": 3})["data"]["mock_id"]
    app.post(f"/api/mocks/{mock}/turns/0", {"text": text})
    app.post(f"/api/mocks/{mock}/turns/0/close")
    app.post(f"/api/mocks/{mock}/end")
    sound = (Path(__file__).parents[2] / "examples" / "weak.flac").read_bytes()
    job = httpx2.post(
        f"{app.base}/api/recordings?question_id=rlhf-limits&name=weak.flac",
        content=sound,
        headers=app.headers,
        timeout=60,
    ).json()["data"]["job_id"]
    heard = app.data(f"/api/recordings/{job}")
    while heard["state"] in ("waiting", "listening"):
        heard = app.data(f"/api/recordings/{job}")
    assert heard["state"] == "done", heard
    notes = b"# Notes\n\nWe measured calibration on 3,100 photos and stopped at five points.\n"
    taken = httpx2.post(
        f"{app.base}/api/library/files?name=notes.md", content=notes, headers=app.headers, timeout=60
    )
    assert taken.status_code == 200, taken.text
    while not (documents := app.data("/api/library/documents")) or app.data("/api/library/import")["busy"]:
        pass
    app.post("/api/backup", {"passphrase": "four plain garden words"})
    while app.data("/api/backup")["task"]["state"] == "working":
        pass
    return {
        "session_id": heard["session_id"],
        "question_id": "rlhf-limits",
        "mock_id": mock,
        "job_id": job,
        "document_id": documents[0]["document_id"],
        "compared": [first["session_id"], second["session_id"]],
    }


def addresses(call: Call, made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each way to call it, and the media type that it should answer with."""
    path = re.sub(r"\{(\w+)(:\w+)?\}", lambda place: str(made[place[1]]), call.path)
    if not any(query.among or query.repeated for query in call.query):
        yield path, call.media[0] if call.media else "application/json"
        return
    for query in call.query:
        if query.repeated:
            yield path + "?" + "&".join(f"{query.name}={one}" for one in made["compared"]), "application/json"
        for value, media in zip(query.among, call.media, strict=True):
            yield f"{path}?{query.name}={value}", media


@pytest.mark.weights
@pytest.mark.parametrize("call", GETS, ids=lambda call: call.path)
def test_every_get_answers_as_the_document_says(call: Call, app: App, made: dict[str, Any]) -> None:
    path = re.sub(r":\w+\}", "}", call.path)
    said = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]
    called = 0
    for address, media in addresses(call, made):
        answer = app.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].split(";")[0] == media and media in said
        if not call.media:
            schema = {**said["application/json"]["schema"], "components": DOCUMENT["components"]}
            faults = [e.message for e in Draft202012Validator(schema).iter_errors(answer.json())]
            assert faults == [], faults[:3]
        called += 1
    assert called


@pytest.mark.weights
def test_a_refusal_answers_as_the_document_says(app: App) -> None:
    answer = app.get("/api/sessions/none")
    assert answer.status_code == 404
    schema = {**DOCUMENT["components"]["schemas"]["Refusal"]}
    assert Draft202012Validator(schema).is_valid(answer.json())


def test_the_schemas_can_tell() -> None:
    """A field too many, one too few and a wrong type are all seen."""
    schema = {"$ref": "#/components/schemas/SessionLine", "components": DOCUMENT["components"]}
    line = {
        "session_id": "a",
        "title": "t",
        "question_id": None,
        "question": "q",
        "started_at": "2026-01-01T00:00:00Z",
        "duration_ms": 1,
        "attempt": 1,
        "overall": 2.5,
        "findings": 0,
        "ended": True,
        "snippet": None,
    }
    check = Draft202012Validator(schema)
    assert check.is_valid(line)
    assert not check.is_valid({**line, "more": 1})
    assert not check.is_valid({k: v for k, v in line.items() if k != "ended"})
    assert not check.is_valid({**line, "duration_ms": "long"})
