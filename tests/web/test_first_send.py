"""Before the first send of a kind the user sees what would go; nothing goes unasked."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running

sys.path.insert(0, str(Path(__file__).parents[1] / "advice"))

from elsewhere import elsewhere
from fake_apis import FakeApis

ANSWER = "I am Karin Lindqvist, karin@example.org. I tested the reward model on prompts."
pytestmark = pytest.mark.weights


@pytest.fixture
def apis(home: Path) -> Iterator[FakeApis]:
    with elsewhere(home) as made:
        yield made


@pytest.fixture
def app(home: Path, apis: FakeApis, models_dir: Path) -> Iterator[App]:
    with running(home, models_dir) as started:
        for category in ("prompt", "transcript"):
            started.post("/api/privacy/allow", {"category": category, "provider": "lab"})
        started.post("/api/privacy/posture", {"posture": "hybrid"})
        yield started


def advised(app: App, **more: Any) -> httpx2.Response:
    wish = {"task": "feedback", "question": "Why?", "answer": ANSWER, "engine": "lab/good", **more}
    return httpx2.post(f"{app.base}/api/advice", json=wish, headers=app.headers, timeout=60)


def steps(app: App) -> list[str]:
    return [line["step"] for line in app.data("/api/privacy/ledger")["lines"]]


def test_nothing_goes_before_it_was_shown_and_then_exactly_that(app: App, apis: FakeApis) -> None:
    first = advised(app)
    envelope = first.json()
    preview = envelope["data"]
    assert (first.status_code, envelope["code"]) == (428, 5)
    assert apis.asked == [] and "asked" not in steps(app)
    assert preview["kinds"] == ["prompt", "transcript"] and preview["title"] == "The Lab"
    assert {"name", "email"} <= {found["kind"] for found in preview["found"]}
    assert "karin@example.org" in preview["bytes"] and "karin@example.org" not in preview["redacted"]
    sent = advised(app, agreed={"how": "as-is", "shown": preview["shown"]})
    assert sent.status_code == 200
    (_, body) = apis.asked[0]
    assert json.loads(preview["bytes"].partition("\r\n\r\n")[2]) == body, "to the byte, its random mark too"
    assert steps(app)[:3] == ["answered", "asked", "agreed"]
    assert advised(app).status_code == 428, "once was said, not from now on"


def test_redacted_and_remembered(app: App, apis: FakeApis) -> None:
    shown = advised(app).json()["data"]["shown"]
    answer = {"how": "redacted", "shown": shown, "remember": True}
    assert advised(app, agreed=answer).status_code == 200
    assert advised(app).status_code == 200
    assert len(apis.asked) == 2
    assert all("karin@example.org" not in json.dumps(body) for _, body in apis.asked)
    assert all("[email]" in json.dumps(body) for _, body in apis.asked)
    assert steps(app).count("agreed-redacted") == 1
    app.post("/api/privacy/revoke", {"category": "transcript", "provider": "lab"})
    app.post("/api/privacy/allow", {"category": "transcript", "provider": "lab"})
    assert advised(app).json()["data"]["kinds"] == ["transcript"], "taken back means asked again"


def test_an_answer_to_something_else_is_none(app: App, apis: FakeApis) -> None:
    shown = advised(app).json()["data"]["shown"]
    other = advised(app, answer=f"{ANSWER} And more.", agreed={"how": "as-is", "shown": shown})
    assert other.status_code == 428
    assert advised(app, agreed={"how": "loudly", "shown": shown}).json()["code"] == 2
    assert advised(app, agreed=["as-is"]).json()["code"] == 2
    assert apis.asked == []


def test_what_the_policy_refuses_is_not_asked_about(app: App, apis: FakeApis) -> None:
    app.post("/api/privacy/posture", {"posture": "local"})
    assert "posture is local" in advised(app).text
    assert apis.asked == []
