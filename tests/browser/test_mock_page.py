"""A mock interview from start to report, with the keyboard and typed answers."""

import re

import pytest
from app_process import App
from playwright.sync_api import Browser, Page, expect
from shown import WEAK, accessible, shown

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def give(page: Page, text: str) -> None:
    page.get_by_role("button", name="Type the answer").click()
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Get feedback").click()


def test_an_interview_and_its_report(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.goto("/")
        page.get_by_role("link", name="Mock interview").click()
        accessible(page)
        page.get_by_label("Questions").select_option("3")
        page.get_by_role("button", name="Start the interview").click()
        expect(page.get_by_text("Question 1 of 3")).to_be_visible()
        accessible(page)
        give(page, WEAK)
        expect(page.get_by_text("Follow-up to question 1")).to_be_visible(timeout=20_000)
        page.reload()
        expect(page.get_by_text("Follow-up to question 1")).to_be_visible()
        page.set_viewport_size({"width": 640, "height": 400})
        accessible(page)
        give(page, "We measured 12 of 400 prompts and stopped the launch above five percent.")
        expect(page.get_by_text("Question 2 of 3")).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Skip it").click()
        expect(page.get_by_text("Question 3 of 3")).to_be_visible()
        page.get_by_role("button", name="End the interview…").click()
        page.get_by_role("button", name="End it").click()
        expect(page.get_by_role("heading", name="Your report")).to_be_visible()
        expect(page.get_by_text("Not asked")).to_be_visible()
        accessible(page)
        page.set_viewport_size({"width": 1280, "height": 800})
        accessible(page)
        with page.expect_download() as saved:
            page.get_by_role("link", name="Markdown").click()
        assert saved.value.path().read_text(encoding="utf-8").startswith("# Mock interview")
        page.get_by_role("link", name="Full feedback").nth(1).click()
        page.get_by_role("button", name=re.compile("Practise again")).click()
        expect(page.get_by_role("button", name=re.compile("Start speaking"))).to_be_visible()
        page.get_by_role("link", name="Mock interview").click()
        expect(page.get_by_text("2 of 4 answered")).to_be_visible()
