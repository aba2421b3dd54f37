"""Feedback on something spoken: words follow the sound, a click seeks, the timeline, what is asked next."""

import re
from pathlib import Path

import pytest
from app_process import App
from playwright.sync_api import Page, expect
from streaming import until

pytestmark = [pytest.mark.weights, pytest.mark.browser]
WEAK = Path(__file__).parents[2] / "examples" / "weak.flac"
LIT = "[...(CSS.highlights.get('spoken') ?? [])].map(range => range.toString()).join(' ')"
PLACE = """() => {
  const pieces = [...document.querySelectorAll('p.text [data-at]')];
  const piece = pieces.find(p => !p.closest('a') && p.textContent.trim());
  const text = piece.firstChild, start = text.data.search(/\\w/);
  const end = start + text.data.slice(start).search(/\\W|$/);
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, end);
  const box = range.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, word: range.toString() };
}"""


@pytest.fixture
def heard(page: Page) -> Page:
    page.goto("/practice/rlhf-limits")
    page.get_by_label("A recording of your answer").set_input_files(WEAK)
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible(timeout=60_000)
    expect(page.locator("a.mark").first).to_be_visible()
    return page


def at_ms(page: Page) -> float:
    return page.evaluate("document.querySelector('audio').currentTime * 1000")


def test_words_follow_the_sound_and_a_click_seeks(heard: Page, app: App) -> None:
    page = heard
    session = app.data(f"/api/sessions/{app.data('/api/sessions')[0]['session_id']}")
    page.locator("p.text").scroll_into_view_if_needed()
    assert page.evaluate(LIT) == ""
    place = page.evaluate(PLACE)
    page.mouse.click(place["x"], place["y"])
    said = [word for word in session["words"] if word["text"].strip(",.;") == place["word"]]
    until(page, lambda: place["word"] in page.evaluate(LIT))
    assert any(word["start_ms"] - 50 <= at_ms(page) <= word["end_ms"] + 700 for word in said)
    until(
        page,
        lambda: page.evaluate(LIT) not in ("", place["word"]) and place["word"] not in page.evaluate(LIT),
    )
    page.keyboard.press("l")
    expect(page.locator("audio")).to_have_js_property("paused", True)
    before = at_ms(page)
    page.keyboard.press("ArrowRight")
    until(page, lambda: 2_500 < at_ms(page) - before < 3_500)


def test_the_timeline_leads_to_findings_and_places(heard: Page) -> None:
    page = heard
    number = page.get_by_role("button", name=re.compile("^Finding 2:"))
    number.click()
    expect(page.locator("li[aria-current=true]")).to_contain_text("2")
    line = page.locator(".timeline .line")
    box = line.bounding_box()
    assert box is not None
    line.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    until(page, lambda: page.evaluate("document.querySelector('audio').readyState") > 0)
    length = page.evaluate("document.querySelector('audio').duration * 1000")
    until(page, lambda: abs(at_ms(page) - length / 2) < length / 20)


def test_what_would_be_asked_next_is_answered_next(heard: Page) -> None:
    page = heard
    link = page.get_by_role("link", name=re.compile("^Answer this next")).first
    asked = (link.get_attribute("aria-label") or "").removeprefix("Answer this next: ")
    link.click()
    expect(page.get_by_role("heading", level=1, name=asked)).to_be_visible()
    page.get_by_role("button", name="Type the answer").click()
    page.get_by_label("Your answer").fill("We measured 12 of 400 prompts.")
    page.get_by_role("button", name="Get feedback").click()
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible(timeout=20_000)


def test_a_mock_report_comes_back(page: Page, app: App) -> None:
    mock_id = app.post("/api/mocks", {"count": 3})["data"]["mock_id"]
    app.post(f"/api/mocks/{mock_id}/end")
    page.goto(f"/mock/{mock_id}")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The report is deleted.")).to_be_visible()
    expect(page.get_by_text("0 of 3 answered")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("0 of 3 answered")).to_be_visible()
