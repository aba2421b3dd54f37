"""The Live page in a real browser with a microphone: rules first, then what they permit, and the review."""

import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, expect
from shown import accessible

pytestmark = [pytest.mark.weights, pytest.mark.browser]
LONG = 60_000


def test_a_meeting_from_its_rules_to_its_review(page: Page, app: App) -> None:
    page.goto("/live")
    page.get_by_role("radio", name="Meeting").check()
    accessible(page)
    page.get_by_role("button", name="Next: what is allowed").click()
    dialog = page.get_by_role("dialog")
    for name in ("Transcription", "Notes", "AI assistance"):
        dialog.get_by_label(name).check()
    expect(dialog.get_by_role("button", name="Begin")).to_be_disabled()
    dialog.get_by_label("I confirm").check()
    assert faults(page) == []
    dialog.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=LONG)
    banner = page.get_by_role("region", name="What is permitted in this session")
    expect(banner).to_contain_text("Screenshots off")
    expect(banner).to_contain_text("Transcription on")
    note = page.get_by_label("A note, kept with its time")
    note.fill("they want numbers")
    note.press("Enter")
    expect(page.get_by_text("they want numbers")).to_be_visible()
    expect(page.get_by_role("region", name="Transcript so far")).to_contain_text("model", timeout=LONG)
    page.locator("h1").click()
    page.keyboard.press("h")
    expect(
        page.get_by_text("No question was heard yet.").or_(page.get_by_text("Questions heard"))
    ).to_be_visible()
    accessible(page)
    page.keyboard.press("m")
    expect(page.get_by_text("Muted: nothing is recorded")).to_be_visible()
    page.keyboard.press("m")
    expect(page.get_by_text("Recording", exact=True)).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="What it came to")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("heading", name="Summary")).to_be_visible()
    accessible(page)
    (kept,) = app.data("/api/sessions")
    record = app.data(f"/api/sessions/{kept['session_id']}")
    assert record["session"]["setting"] == "meeting"
    assert record["session"]["permissions"] == ["assistance", "transcription", "notes"]
    assert "they want numbers" in record["notes"]


def test_with_everything_off_no_microphone_is_opened(page: Page, app: App) -> None:
    opened = (
        "navigator.mediaDevices.getUserMedia = () => { window.opened = true; throw new Error('opened'); }"
    )
    page.add_init_script(opened)
    page.goto("/live")
    page.get_by_role("radio", name="Interview", exact=False).last.check()
    page.get_by_role("button", name="Next: what is allowed").click()
    page.get_by_role("dialog").get_by_role("button", name="Begin with everything off").click()
    expect(page.get_by_text("Nothing listens")).to_be_visible()
    assert page.evaluate("window.opened") is None
    assert page.get_by_role("heading", name="Notes").count() == 0
    page.reload()
    expect(page.get_by_text("Nothing listens")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Transcription was off, so nothing was heard.")).to_be_visible()
    accessible(page)
