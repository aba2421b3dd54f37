"""Each finding says what speaks for it, when it is asked."""

import re

import pytest
from app_process import App
from playwright.sync_api import Browser, expect
from shown import accessible, shown, typed

pytestmark = [pytest.mark.weights, pytest.mark.browser]

ASKED = "Why does it say that?"
TEXT = "We test it first. The guard sees every message, so it is impossible that anything gets out."


def test_a_finding_tells_its_signs(browser: Browser, app: App) -> None:
    """By keyboard alone: the finding is asked, names signs for it with the user's words, and closes again."""
    session = typed(app, "rlhf-limits", TEXT)
    with shown(browser, app) as page:
        page.goto(f"/sessions/{session}")
        finding = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Too absolute"))
        signs = finding.get_by_role("listitem")
        expect(finding).to_be_visible()
        expect(signs).to_have_count(0)
        finding.get_by_text(ASKED).focus()
        page.keyboard.press("Enter")
        expect(signs.filter(has_text="for it").first).to_be_visible()
        expect(finding.get_by_text(re.compile("in log-odds; reported from"))).to_be_visible()
        accessible(page)


def test_what_is_counted_tells_its_count(browser: Browser, app: App) -> None:
    """The answer has 16 words: nothing is weighed to say that it is short."""
    session = typed(app, "rlhf-limits", TEXT)
    with shown(browser, app) as page:
        page.goto(f"/sessions/{session}")
        finding = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Too short"))
        finding.get_by_text(ASKED).click()
        expect(finding.get_by_text("Counted:")).to_be_visible()
        expect(finding.get_by_text("in log-odds")).to_have_count(0)
