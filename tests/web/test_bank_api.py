"""Own questions over the wire: written, changed, deleted; packs with line and reason where they are off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running

pytestmark = pytest.mark.weights

PACK = """pack: mine
title: My pack
version: 1
questions:
  - id: mine-one
    text: How would you decide whether to ship this?
    kind: scenario
    weak: Just ship it.
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


def send_pack(app: App, text: str | bytes, name: str = "mine.yaml") -> Any:
    answer = httpx2.post(
        f"{app.base}/api/bank/packs",
        params={"name": name},
        content=text.encode() if isinstance(text, str) else text,
        headers={**app.headers, "content-type": "application/yaml"},
        timeout=30,
    )
    return answer.json()


def test_a_question_is_written_practised_changed_and_deleted(app: App) -> None:
    text = "What did you learn from your last red-teaming project?"
    fields = {
        "text": text,
        "kind": "behavioural",
        "topics": ["red-teaming"],
        "key_points": ["Names one result"],
    }
    made = app.post("/api/bank/questions", fields)["data"]
    assert made["question_id"] == "what-did-you-learn-from-your"
    assert made["pattern"] == "star"
    twin = app.post("/api/bank/questions", fields)["data"]
    assert twin["question_id"] == "what-did-you-learn-from-your-2"
    card = app.data(f"/api/questions/{made['question_id']}")
    assert card["own"]
    assert card["key_points"] == ["Names one result"]
    assert (
        app.post("/api/practice", {"question_id": made["question_id"], "text": "We found one bug."})["code"]
        == 0
    )

    changed = app.post(f"/api/bank/questions/{made['question_id']}", {**fields, "kind": "technical"})["data"]
    assert (changed["kind"], changed["pattern"]) == ("technical", "explain")
    assert app.delete(f"/api/bank/questions/{twin['question_id']}")["code"] == 0
    assert app.get(f"/api/questions/{twin['question_id']}").status_code == 404
    listed = {q["question_id"]: q["own"] for q in app.data("/api/questions")}
    assert listed[made["question_id"]]
    assert not listed["rlhf-limits"]


def test_what_came_with_the_app_stays_as_it_is(app: App) -> None:
    assert app.delete("/api/bank/questions/rlhf-limits")["code"] == 5
    assert app.post("/api/bank/questions/rlhf-limits", {"text": "x" * 20, "kind": "technical"})["code"] == 5
    assert app.delete("/api/bank/questions/nowhere")["code"] == 8


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"text": "Why?", "kind": "technical"}, "text"),
        ({"text": "x" * 20, "kind": "odd"}, "kind"),
        ({"text": "x" * 20, "kind": "technical", "topics": ["Not A Slug"]}, "topics 1"),
        ([], "object"),
    ],
)
def test_a_field_that_is_off_is_named(app: App, fields: Any, names: str) -> None:
    answer = app.post("/api/bank/questions", fields or [0])
    assert answer["code"] == 2
    assert names in answer["message"]


def test_a_pack_is_imported_and_keeps_what_the_form_does_not_show(app: App) -> None:
    assert send_pack(app, PACK)["data"] == {"pack": "mine", "title": "My pack", "new": 1, "updated": 0}
    assert send_pack(app, PACK)["data"]["updated"] == 1
    app.post("/api/bank/questions/mine-one", {"text": "Would you ship this on Friday?", "kind": "scenario"})
    card = app.data("/api/questions/mine-one")
    assert card["text"] == "Would you ship this on Friday?"
    assert card["weak"] == "Just ship it."
    assert card["source"]["document"] == "pack:mine"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PACK.replace("kind: scenario", "kind: odd"), "mine.yaml:7: questions.0.kind"),
        ("pack: [", "mine.yaml:2"),
        (b"\xff\xfe", "not UTF-8"),
        (PACK.replace("mine-one", "rlhf-limits"), "built-in"),
    ],
)
def test_a_pack_that_is_off_is_refused_with_file_line_and_reason(app: App, text: Any, said: str) -> None:
    before = len(app.data("/api/questions"))
    answer = send_pack(app, text)
    assert answer["code"] != 0
    assert said in answer["message"]
    assert len(app.data("/api/questions")) == before


def test_a_pack_above_the_limit_never_gets_in(app: App) -> None:
    answer = send_pack(app, "#" * 1_000_001)
    assert answer["code"] == 2
    assert "too large" in answer["message"]
