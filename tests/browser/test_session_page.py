"""A session looked at again: notes that save themselves, deleting with a way back."""

import re

import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, expect
from streaming import until

pytestmark = [pytest.mark.weights, pytest.mark.browser]
ANSWER = "RLHF optimises a proxy. I would measure the gap and stop if it passes five points."


@pytest.fixture
def session_id(app: App) -> str:
    return app.post("/api/practice", {"question_id": "rlhf-limits", "text": ANSWER})["data"]["session_id"]


def test_notes_save_themselves(page: Page, app: App, session_id: str) -> None:
    page.goto(f"/sessions/{session_id}")
    field = page.get_by_label("Notes on this session")
    field.fill("Name the threshold first.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert faults(page) == []
    field.fill("Name the threshold first. Then stop.")
    page.reload()  # a page that goes takes what was written along
    until(page, lambda: "Then stop." in app.get(f"/api/sessions/{session_id}/export?format=md").text)
    page.reload()
    expect(field).to_have_value("Name the threshold first. Then stop.")
    missing = app.post("/api/sessions/no-such/notes", {"text": "x"})
    assert missing["code"] == 8
    assert app.post(f"/api/sessions/{session_id}/notes", [1])["code"] == 2


def test_a_deleted_session_comes_back_or_goes_for_good(page: Page, app: App, session_id: str) -> None:
    entry = page.get_by_role("link", name=re.compile("human feedback stop being enough"))
    page.goto("/sessions")
    entry.click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The session is deleted")).to_be_visible()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(entry).to_be_visible()
    entry.click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The session is deleted")).to_be_hidden(timeout=12_000)
    until(page, lambda: app.get(f"/api/sessions/{session_id}").status_code == 404)
    page.reload()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
