"""The first journey, as a person takes it: speak, see the words, read the feedback, try again, look back."""

import re
import time

import pytest
from app_process import App
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_speak_and_read_the_feedback(page: Page) -> None:
    page.goto("/practice")
    page.get_by_role("searchbox").fill("stop being enough")
    page.get_by_role("link", name=re.compile("human feedback stop being enough")).click()
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=20_000)
    transcript = page.get_by_role("region", name="Transcript so far")
    expect(transcript).to_contain_text("limitations", timeout=30_000)
    expect(transcript).to_contain_text("concern", timeout=60_000)
    page.get_by_role("button", name=re.compile("Stop")).click()

    marks = page.locator("a.mark")
    expect(marks.first).to_be_visible(timeout=30_000)
    said = page.locator("p.text.said").inner_text()
    assert "human feedback" in said
    marks.first.click()
    expect(page.locator("li[aria-current=true]")).to_be_visible()

    page.get_by_role("button", name=re.compile("Try again")).click()
    expect(page.get_by_role("button", name=re.compile("Start speaking"))).to_be_visible()
    page.goto("/sessions")
    entry = page.get_by_role("link", name=re.compile("human feedback stop being enough"))
    expect(entry).to_have_count(1)
    entry.click()
    expect(page.locator("a.mark").first).to_be_visible()
    page.reload()
    expect(page.locator("a.mark").first).to_be_visible()


def test_type_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name="Type the answer").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(
        "We will balance safety and helpfulness. Our filter always works, so nothing can go wrong."
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("a.mark").first).to_be_visible(timeout=20_000)


def test_audio_plays_at_a_quote(page: Page) -> None:
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name="Weak sample").click()
    expect(page.get_by_role("region", name="Transcript so far")).to_contain_text("the", timeout=30_000)
    page.wait_for_timeout(6_000)
    page.get_by_role("button", name=re.compile("Stop")).click()
    play = page.get_by_role("button", name=re.compile("[Pp]lay")).first
    expect(play).to_be_visible(timeout=30_000)
    play.click()
    played = "[...document.querySelectorAll('audio')].some(a => a.currentTime > 0)"
    until = time.monotonic() + 10
    while not page.evaluate(played):  # wait_for_function would need eval, which the page's policy forbids
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def test_without_a_token_nothing_is_shown(browser: Browser, app: App) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(app.base)
        expect(page.get_by_text("Open the link that the terminal printed")).to_be_visible()
