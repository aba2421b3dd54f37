"""Today: from an empty app to one clear next thing, and the day it counts down to."""

import re
from datetime import date, timedelta

import pytest
from app_process import App
from playwright.sync_api import Browser, expect
from shown import WEAK, accessible, shown, typed

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_from_nothing_to_a_next_step(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.goto("/")
        expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
        expect(page.get_by_role("heading", name="How it works")).to_be_visible()
        accessible(page)
        page.get_by_role("button", name="Answer it").click()
        expect(page.get_by_role("button", name=re.compile("Start speaking"))).to_be_visible()
        asked = page.url.rsplit("/", 1)[1]
        typed(app, asked, WEAK)
        page.get_by_role("link", name="Today").click()
        expect(page.get_by_text("Try this again")).to_be_visible()
        page.get_by_label("Date of the interview").fill((date.today() + timedelta(days=12)).isoformat())
        expect(page.get_by_text("12 days to your interview")).to_be_visible()
        accessible(page)
        page.set_viewport_size({"width": 640, "height": 400})
        accessible(page)
        page.reload()
        expect(page.get_by_text("12 days to your interview")).to_be_visible()
        page.get_by_role("link", name="Read the last feedback first").click()
        expect(page.locator("a.mark").first).to_be_visible()


def test_a_date_that_is_none_is_refused(app: App) -> None:
    assert app.post("/api/interview-date", {"date": "soon"})["code"] == 2
    assert app.post("/api/interview-date", {"date": "2030-01-02"})["data"]["interview_date"] == "2030-01-02"
    assert app.post("/api/interview-date", {"date": None})["data"]["days_left"] is None
