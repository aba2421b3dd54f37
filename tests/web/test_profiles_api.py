"""Profiles over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import App, running


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with running(tmp_path / "home", tmp_path / "models") as started:
        yield started


def test_add_choose_remove(app: App) -> None:
    wish = {
        "name": "Papers",
        "prompt": "Ask what was measured.",
        "actions": [{"name": "Harder", "prompt": "Go."}],
    }
    kept = app.post("/api/profiles", wish)["data"]["profiles"][-1]
    assert kept["profile_id"] == "papers" and kept["own"] and kept["actions"] == wish["actions"]
    assert app.post("/api/profiles/choice", {"profile_id": "papers"})["data"]["chosen"] == "papers"
    asked = {"task": "explain", "question": "What is a probe?"}
    assert "Ask what was measured." in app.post("/api/advice/prompt", asked)["data"]["prompt"]["user"]
    assert app.post("/api/profiles/choice", {"profile_id": "none"})["data"]["chosen"] == ""
    assert len(app.data("/api/profiles")["profiles"]) == 6
