"""Try again, and see the two attempts side by side."""

import re

import pytest
from app_process import App
from playwright.sync_api import Browser, expect
from shown import STRONG, WEAK, accessible, shown, typed

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_two_attempts_side_by_side(browser: Browser, app: App) -> None:
    typed(app, "rlhf-limits", WEAK)
    second = typed(app, "rlhf-limits", STRONG)
    with shown(browser, app) as page:
        page.goto(f"/sessions/{second}")
        page.get_by_role("link", name="Compare 2 attempts side by side").click()
        expect(page.get_by_text(re.compile("overall score rose to"))).to_be_visible()
        assert "/compare?session=" in page.url
        row = page.get_by_role("row", name=re.compile("^Overall"))
        expect(row).to_contain_text(", better")
        expect(page.get_by_role("listitem").filter(has_text="Too short").first).to_be_visible()
        accessible(page)
        page.set_viewport_size({"width": 640, "height": 400})
        accessible(page)
        page.reload()
        expect(row).to_be_visible()
        page.go_back()
        expect(page.get_by_role("link", name="Compare 2 attempts side by side")).to_be_visible()
