"""The privacy page in a real browser: the posture, the table, the preview, the ledger, the self-test."""

import re

import pytest
from axe_faults import faults
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_the_posture_is_seen_from_every_page_and_changed_here(page: Page) -> None:
    page.goto("/bank")
    page.get_by_role("link", name=re.compile("^Local, (jailed|guarded)$")).click()
    expect(page.get_by_role("heading", name="Privacy", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing of yours leaves this machine", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="prompt may go to OpenAI").check()
    page.get_by_role("radio", name=re.compile("Hybrid")).check()
    expect(page.get_by_role("link", name=re.compile("^Hybrid, "))).to_be_visible()
    expect(page.get_by_text("You chose the posture hybrid")).to_be_visible()
    page.get_by_role("searchbox", name="Search the ledger").fill("openai")
    expect(page.get_by_text("You allowed prompt to go to api.openai.com:443")).to_be_visible()
    expect(page.get_by_text("You chose the posture hybrid")).to_have_count(0)
    page.get_by_role("button", name="Check the ledger").click()
    expect(page.get_by_text("Sound.")).to_be_visible()


def test_what_would_be_sent_is_shown_and_blanked(page: Page) -> None:
    page.goto("/privacy")
    page.get_by_label("A text of yours").fill("I am Karin, karin@example.org")
    page.get_by_role("button", name="Show what would be sent").click()
    shown = page.get_by_label("The bytes that would be sent")
    expect(shown).to_contain_text("Host: api.openai.com")
    expect(shown).to_contain_text("karin@example.org")
    page.get_by_role("button", name="Blank 2 personal details").click()
    expect(shown).to_contain_text("I am [name], [email]")


def test_the_self_test_says_what_became_of_each_leak(page: Page) -> None:
    page.goto("/privacy")
    page.get_by_role("button", name="Try to leak").click()
    expect(page.get_by_text(re.compile(r"[06] of 6 planted leaks caught\."))).to_be_visible(timeout=60_000)
    assert faults(page) == []
