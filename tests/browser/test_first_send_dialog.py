"""The dialog before the first send of a kind, in a real browser: nothing goes until it is answered."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import App, running
from axe_faults import faults
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "advice"))

from elsewhere import elsewhere
from fake_apis import FakeApis

ANSWER = "I am Karin Lindqvist, karin@example.org. I tested the reward model, and I told my team."
POINT = {"heading": "no-result", "text": "No outcome.", "quote": "I told my team", "try_instead": "Say it."}
pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture
def apis(tmp_path: Path) -> Iterator[FakeApis]:
    with elsewhere(tmp_path / "home") as made:
        made.says = json.dumps({"points": [POINT]})
        yield made


@pytest.fixture
def app(tmp_path: Path, apis: FakeApis, models_dir: Path) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        for category in ("prompt", "transcript"):
            started.post("/api/privacy/allow", {"category": category, "provider": "lab"})
        started.post("/api/privacy/posture", {"posture": "hybrid"})
        started.post("/api/engines", {"engine": "lab/good"})
        yield started


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_shown_then_sent_with_blanks(page: Page, app: App, apis: FakeApis, theme: str) -> None:
    made = app.post("/api/practice", {"question_id": "rlhf-limits", "text": ANSWER})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(f"/sessions/{made['data']['session_id']}")
    card = page.get_by_role("region", name="Ask for more")
    card.get_by_role("button", name="Deeper feedback").click()
    dialog = page.get_by_role("dialog", name="First time to The Lab")
    expect(dialog.get_by_text("karin@example.org (email)")).to_be_visible()
    expect(dialog.locator("pre")).to_contain_text("[email]")
    dialog.get_by_label("Show it with blanks").uncheck()
    expect(dialog.locator("pre")).to_contain_text("karin@example.org")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert apis.asked == []
    card.get_by_role("button", name="Deeper feedback").click()
    dialog.get_by_role("button", name="Send with blanks").click()
    expect(card.get_by_text("No outcome.")).to_be_visible()
    assert "[email]" in json.dumps(apis.asked[0][1])


def test_never_takes_the_permission_back(page: Page, app: App, apis: FakeApis) -> None:
    made = app.post("/api/practice", {"question_id": "rlhf-limits", "text": ANSWER})
    page.goto(f"/sessions/{made['data']['session_id']}")
    page.get_by_role("region", name="Ask for more").get_by_role("button", name="Outline").click()
    dialog = page.get_by_role("dialog", name="First time to The Lab")
    dialog.get_by_label("Remember for").check()
    dialog.get_by_role("button", name="Never send").click()
    expect(dialog).to_be_hidden()
    assert app.data("/api/privacy")["allowed"] == []
    assert apis.asked == []
