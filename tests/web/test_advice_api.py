"""Advice over the wire: a session's own words to a model server, streamed back and held."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running

sys.path.insert(0, str(Path(__file__).parents[1] / "advice"))

from fake_apis import FakeApis

ANSWER = "I tested the reward model on prompts. I kept a log of what failed, and I told my team."
POINT = {
    "heading": "no-result",
    "text": "It ends at Google.",
    "quote": "I told my team",
    "try_instead": "Say [how many?].",
}

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def apis() -> Iterator[FakeApis]:
    fake = FakeApis()
    fake.says = json.dumps({"points": [POINT, {**POINT, "quote": "I told everybody"}]})
    yield fake
    fake.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path, apis: FakeApis) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        added = started.post("/api/engines/providers", {"name": "fake", "url": f"{apis.url}/v1"})
        assert added["code"] == 0, added
        yield started


@pytest.fixture(scope="module")
def session_id(app: App) -> str:
    made = app.post("/api/practice", {"question_id": "rlhf-limits", "text": ANSWER})
    return str(made["data"]["session_id"])


def lines(app: App, body: dict[str, Any]) -> list[dict[str, Any]]:
    answer = httpx2.post(f"{app.base}/api/advice", json=body, headers=app.headers, timeout=60)
    return [json.loads(line) for line in answer.text.splitlines()]


def test_points_are_held_and_the_share_dropped_is_told(app: App, session_id: str) -> None:
    told = lines(app, {"task": "feedback", "session_id": session_id, "engine": "fake/good"})
    kinds = [line["kind"] for line in told]
    assert kinds[-1] == "advice"
    assert {"point", "pace"} < set(kinds)
    assert [p["text"] for p in told[-1]["points"]] == ["It ends at [where?]."]
    assert told[-1]["dropped"] == pytest.approx(3 / 4)
    assert told[-1]["usage"]["tokens_out"] == 9


def test_a_problem_comes_as_a_line(app: App, session_id: str) -> None:
    told = lines(app, {"task": "outline", "session_id": session_id, "engine": "fake/limited"})
    assert told[-1]["kind"] == "problem"
    assert "7 seconds" in told[-1]["message"]


def test_without_a_model_the_stand_in_answers(app: App, session_id: str) -> None:
    told = lines(app, {"task": "tighten", "session_id": session_id, "engine": "none"})
    assert told[-1]["fallback"]
    assert told[-1]["changes"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"task": "nonsense"}, 8),
        ({"task": "outline", "question": ""}, 2),
        ({"task": "outline", "question": "Why?", "wish": "x" * 1001}, 2),
        ({"task": "outline", "question": "Why?", "engine": "nobody/x"}, 8),
        ({"task": "outline", "question": "Why?", "engine": "x"}, 2),
        ({"task": "outline", "session_id": "no-such"}, 8),
    ],
)
def test_what_is_asked_wrongly_is_told(app: App, body: dict[str, Any], code: int) -> None:
    answer = app.post("/api/advice", body)
    assert answer["code"] == code
    assert answer["message"]


def test_the_prompt_is_shown_to_the_letter(app: App, session_id: str, apis: FakeApis) -> None:
    given = app.post(
        "/api/advice/prompt", {"task": "outline", "session_id": session_id, "engine": "fake/good"}
    )
    prompt = given["data"]["prompt"]
    assert ANSWER in prompt["user"]
    assert prompt["carries"] == ["prompt", "transcript"]
    lines(app, {"task": "outline", "session_id": session_id, "engine": "fake/good"})
    sent = apis.asked[-1][1]["messages"]
    assert sent[1]["content"].split("\n\n")[-1] == prompt["user"].split("\n\n")[-1]


def test_an_engine_is_chosen_tested_and_taken_back(app: App) -> None:
    assert app.post("/api/engines", {"engine": "fake/good"})["data"]["chosen"] == "fake/good"
    assert app.data("/api/engines")["chosen"] == "fake/good"
    assert app.post("/api/engines/test", {"engine": "fake/wrong-key"})["code"] == 4
    assert app.post("/api/engines/test", {"engine": "fake/good"})["code"] == 0
    assert app.post("/api/engines", {"engine": "none"})["data"]["chosen"] == ""


def test_servers_are_found_and_their_models(app: App) -> None:
    found = {server["name"]: server for server in app.post("/api/engines/detect")["data"]}
    assert {"ollama", "lmstudio", "llamacpp", "vllm", "fake"} <= set(found)
    assert [m["id"] for m in app.post("/api/engines/providers/fake/models")["data"]] == ["a", "gemma4:e4b"]


def test_a_key_is_never_written_to_a_file(app: App) -> None:
    refused = app.post("/api/engines/providers", {"name": "openai", "key": "sk-canary"})
    assert refused["code"] == 7
    home = Path(app.environment["EXTRABRAIN_HOME"])
    assert not any(b"sk-canary" in path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("model", "told", "next_step"),
    [
        ("wrong-key", "refused the key", "Give it again"),
        ("no-credit", "no credit", "Add credit"),
        ("limited", "too many requests", "7 seconds"),
        ("too-long", "more than", "fewer or shorter"),
        ("flagged", "declined", "differently"),
        ("broken", "fault of its own", "Try again"),
        ("unknown", "does not know this model", "which there are"),
        ("cut", "broke off", "Try again"),
        ("malformed", "no answer", "address"),
        ("page", "no answer", "address"),
        ("wrong-shape", "cannot be read", "Try again"),
        ("thinker", "only thought", "thinking off"),
    ],
)
def test_each_fault_is_told_with_a_next_step_and_nobody_else_answers(
    app: App, session_id: str, apis: FakeApis, model: str, told: str, next_step: str
) -> None:
    before = len(apis.asked)
    last = lines(app, {"task": "outline", "session_id": session_id, "engine": f"fake/{model}"})[-1]
    assert last["kind"] == "problem"
    assert told in last["message"]
    assert next_step in last["message"]
    assert {body["model"] for _, body in apis.asked[before:]} == {model}


def test_a_flood_of_output_ends(app: App, session_id: str) -> None:
    last = lines(app, {"task": "outline", "session_id": session_id, "engine": "fake/huge"})[-1]
    assert last["kind"] == "advice"
    assert last["points"] == []
    assert last["notices"]


def test_the_meter_counts_what_it_took(app: App, session_id: str) -> None:
    wish = {"task": "outline", "session_id": session_id, "engine": "fake/good"}
    first, second = (lines(app, wish)[-1] for _ in range(2))
    assert first["cost"] == {"usd": 0.0, "as_of": ""}
    assert second["spent"]["tokens_in"] == first["spent"]["tokens_in"] + 21
