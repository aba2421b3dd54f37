"""The whole path without a mouse: first steps, practice aloud, feedback, retry, mock interview, export."""

import re
from datetime import date, timedelta

import pytest
from app_process import App
from playwright.sync_api import Browser, Page, expect
from shown import STRONG, WEAK, press, reach, shown

pytestmark = [pytest.mark.weights, pytest.mark.browser]
LONG = 60_000
NO_MOUSE = "addEventListener('mousedown', () => { throw new Error('a mouse was used'); }, true)"


def test_from_the_first_steps_to_the_report_with_the_keyboard_alone(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.add_init_script(NO_MOUSE)
        take_first_steps(page)
        practise_aloud(page)
        read_feedback(page)
        try_again_and_compare(page)
        hold_a_mock_interview(page)


def take_first_steps(page: Page) -> None:
    page.goto("/welcome")
    press(page, "Check it")
    expect(page.get_by_text("it does")).to_be_visible(timeout=LONG)
    press(page, "Stop the check")
    expect(page.get_by_text("fits this machine").first).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("Moonshine tiny"))).to_be_checked()
    field = page.get_by_label("Date of the interview")
    reach_field(page, "Date of the interview")
    day = date.today() + timedelta(days=9)
    page.keyboard.type(f"{day:%m%d%Y}")
    expect(field).to_have_value(day.isoformat())
    page.keyboard.press("Tab")
    expect(page.get_by_text("9 days to your interview")).to_be_visible()
    press(page, "Choose a first question")


def practise_aloud(page: Page) -> None:
    expect(page.get_by_role("heading", name="What will you practise?")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("stop being enough")
    press(page, re.compile("human feedback stop being enough"), "link")
    expect(page.get_by_role("button", name=re.compile("Start speaking"))).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=LONG)
    words = page.get_by_role("region", name="Transcript so far")
    expect(words).to_contain_text("limitations", timeout=LONG)
    expect(page.get_by_text("Time left")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_text("Recording", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible(timeout=LONG)


def read_feedback(page: Page) -> None:
    expect(page.get_by_role("heading", name="Structure")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("li[aria-current=true]")).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator("audio")).to_have_js_property("paused", False)
    page.keyboard.press("l")
    expect(page.locator("audio")).to_have_js_property("paused", True)


def try_again_and_compare(page: Page) -> None:
    page.keyboard.press("r")
    press(page, "Type the answer")
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.keyboard.insert_text(STRONG)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Attempt 2")).to_be_visible(timeout=LONG)
    press(page, "Compare 2 attempts side by side", "link")
    expect(page.get_by_role("row", name=re.compile("^Overall"))).to_be_visible()


def hold_a_mock_interview(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("mock")
    page.keyboard.press("Enter")
    reach(page, re.compile("^Questions"), "combobox")
    page.keyboard.press("Home")
    press(page, "Start the interview")
    for _ in range(9):
        expect(page.get_by_text(re.compile("uestion . of 3|Your report|to question")).first).to_be_visible(
            timeout=LONG
        )
        if page.get_by_role("heading", name="Your report").is_visible():
            break
        asked = page.locator("h1").inner_text()
        press(page, "Type the answer")
        expect(page.get_by_label("Your answer")).to_be_focused()
        page.keyboard.insert_text(WEAK)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).not_to_have_text(asked, timeout=LONG)
    expect(page.get_by_role("heading", name="Your report")).to_be_visible()
    reach(page, "Print")
    reach(page, "Markdown", "link")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith("# Mock interview")
    assert any(sentence in text for sentence in WEAK.rstrip(".").split(". "))


def reach_field(page: Page, label: str) -> None:
    field = page.get_by_label(label)
    field.wait_for()
    for _ in range(250):
        if field.evaluate("found => found === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {label!r}")
