"""Progress: nothing yet, then charts, their tables, a slice, and a picture to keep."""

import re

import pytest
from app_process import App
from playwright.sync_api import Browser, expect
from shown import STRONG, WEAK, accessible, shown, typed

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_charts_tables_and_pictures(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.goto("/progress")
        expect(page.get_by_text("After your first answers")).to_be_visible()
        accessible(page)
        for text in (WEAK, WEAK + " " + STRONG, STRONG):
            typed(app, "rlhf-limits", text)
        scenario = next(q for q in app.data("/api/questions") if q["kind"] == "scenario")
        typed(app, scenario["question_id"], WEAK)
        page.get_by_role("link", name="Practice", exact=True).click()
        page.get_by_role("link", name="Progress", exact=True).click()
        chart = page.get_by_role("img", name=re.compile("^Scores"))
        expect(chart).to_be_visible()
        expect(page.get_by_text("4 answers", exact=True)).to_be_visible()
        page.get_by_text("Show the numbers").first.click()
        expect(page.get_by_role("columnheader", name="Judgement")).to_be_visible()
        accessible(page)
        page.set_viewport_size({"width": 640, "height": 400})
        accessible(page)
        page.get_by_label("Kind").select_option("scenario")
        expect(page.get_by_text("1 answer", exact=True)).to_be_visible()
        page.get_by_label("Kind").select_option("all")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save as PNG: Scores").click()
        assert saved.value.suggested_filename == "scores.png"
        picture = saved.value.path().read_bytes()
        assert picture.startswith(b"\x89PNG") and len(picture) > 4_000
