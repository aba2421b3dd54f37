"""A recording is imported on the practice page: progress, feedback, audio; a bad file says what is wrong."""

import re
from pathlib import Path

import pytest
from late import Late
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]
WEAK = Path(__file__).parents[2] / "examples" / "weak.flac"


def test_a_recording_becomes_feedback(page: Page, tmp_path: Path) -> None:
    page.goto("/practice/rlhf-limits")
    chooser = page.get_by_label("A recording of your answer")
    notes = tmp_path / "notes.m4a"
    notes.write_text("no sound at all")
    chooser.set_input_files(notes)
    expect(page.get_by_role("alert")).to_contain_text("notes.m4a is not audio")
    late = Late(page, "**/api/recordings/*")
    chooser.set_input_files(WEAK)
    expect(page.get_by_role("progressbar", name="Import of weak.flac")).to_be_visible()
    expect(page.get_by_text("The recording is being heard as your answer.")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Space")  # stops no import
    expect(page.get_by_role("button", name="Start speaking")).to_be_disabled()
    late.free()
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible(timeout=60_000)
    expect(page.locator("a.mark").first).to_be_visible()
    expect(page.locator("audio")).to_have_count(1)
    page.get_by_role("button", name=re.compile("Try again")).click()
    expect(page.get_by_role("button", name="Import a recording…")).to_be_enabled()
    expect(page.get_by_role("button", name="Start speaking")).to_be_enabled()
