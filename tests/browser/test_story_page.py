"""A story's page: what is typed is kept, saved or not."""

import re

import pytest
from app_process import App
from playwright.sync_api import Page, expect
from streaming import until

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_what_was_not_saved_is_a_version_when_the_page_is_left(page: Page, app: App) -> None:
    parts = {"action": "I stopped the rollout."}
    story_id = app.post("/api/stories", {"title": "The rollout", "parts": parts})["data"]["story"]["story_id"]

    def kept() -> tuple[int, dict[str, str]]:
        story = app.data(f"/api/stories/{story_id}")["story"]
        return story["version"], {part["part"]: part["text"] for part in story["parts"]}

    page.goto(f"/stories/{story_id}")
    fields = page.get_by_role("textbox")
    action, result = (fields.and_(page.get_by_label(re.compile(f"^{part}"))) for part in ("Action", "Result"))
    result.fill("Refusals fell from nine to two percent.")
    expect(page.get_by_text("Not saved yet. It is saved in a moment.")).to_be_visible()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Plan").click()
    until(page, lambda: kept() == (2, {**parts, "result": "Refusals fell from nine to two percent."}))

    page.go_back()
    expect(result).to_have_value("Refusals fell from nine to two percent.")
    action.fill("I stopped the rollout on a Friday.")
    page.reload()
    until(page, lambda: kept()[1]["action"] == "I stopped the rollout on a Friday.")
    page.reload()
    expect(action).to_have_value("I stopped the rollout on a Friday.")
    page.goto("/stories")
    page.goto(f"/stories/{story_id}")
    expect(action).to_have_value("I stopped the rollout on a Friday.")
    assert kept()[0] == 3, "nothing is kept twice, and looking keeps nothing"
