"""The settings page in a real browser: the microphone check, the theme, models and the engine."""

import re

import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_the_microphone_is_chosen_checked_and_remembered(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("Your voice comes through.")).to_be_visible(timeout=20_000)
    chooser = page.get_by_role("combobox", name="Microphone")
    named = chooser.locator("option").nth(1).text_content()
    chooser.select_option(index=1)
    expect(page.get_by_role("button", name="Stop the check")).to_be_visible()
    page.get_by_role("button", name="Stop the check").click()
    page.reload()
    page.get_by_role("button", name="Check it").click()
    expect(chooser.locator("option:checked")).to_have_text(named or "")
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=20_000)


def test_a_chosen_microphone_that_is_gone_is_told(page: Page) -> None:
    page.goto("/settings")
    page.evaluate("localStorage.setItem('extrabrain-microphone', 'gone')")
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    expect(page.get_by_text("The microphone that you chose is not connected.")).to_be_visible()


def test_the_page_is_clean_in_both_themes_and_says_where_things_are(page: Page, app: App) -> None:
    page.goto("/settings")
    expect(page.get_by_text(app.environment["EXTRABRAIN_HOME"], exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Moonshine tiny, English")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("Moonshine"))).to_be_checked()
    assert faults(page) == []
    page.get_by_role("radio", name="Dark").check()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
