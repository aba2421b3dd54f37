"""The command palette in a real browser, by keyboard alone."""

import re

import pytest
from axe_faults import faults
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_pages_questions_and_actions_by_keyboard(page: Page) -> None:
    page.goto("/practice")
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Page, question or action")
    expect(field).to_be_focused()
    assert faults(page) == []
    page.keyboard.type("dark th")
    expect(page.get_by_role("option", name="Dark theme")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.keyboard.press("Control+k")
    expect(field).to_have_value("")
    page.keyboard.type("feedback enough")
    chosen = page.get_by_role("dialog").get_by_role("option", selected=True)
    expect(chosen).to_contain_text("human feedback stop being enough")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(chosen).to_have_id(active or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/practice/rlhf-limits$"))

    page.get_by_role("button", name=re.compile("Find a page or question")).click()
    page.keyboard.type("zzzz")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
