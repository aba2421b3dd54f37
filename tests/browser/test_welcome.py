"""The first steps in a real browser: shown on the very first visit, with microphone, models and a sample."""

import re
from pathlib import Path

import pytest
from app_process import running
from axe_faults import faults
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_the_first_link_leads_here_and_later_ones_do_not(tmp_path: Path, models_dir: Path) -> None:
    with running(tmp_path / "home", models_dir) as app:
        assert app.landing == "/welcome"
    with running(tmp_path / "home", models_dir) as app:
        assert app.landing == "/"


def test_the_steps_can_be_taken(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("link", name="Go through the first steps again").click()
    expect(page.get_by_text("it is here")).to_be_visible()
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("it does")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Stop the check").click()
    assert faults(page) == []
    page.get_by_role("button", name="Play the sample").click()
    expect(page.get_by_role("region", name="Transcript so far")).to_contain_text("the", timeout=30_000)
    page.get_by_role("button", name=re.compile("Stop")).click()
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible(timeout=30_000)


def test_without_models_they_are_offered_here(page: Page) -> None:
    def lacking(route: Route) -> None:
        plain = route.fetch().json()
        plain["data"]["models"] = {"ready": False, "missing": ["moonshine-tiny-en"], "pulling": None}
        route.fulfill(json=plain)

    page.route("**/api/status", lacking)
    page.goto("/welcome")
    expect(page.get_by_role("button", name="Get the models")).to_be_visible()
    expect(page.get_by_text("fits this machine").first).to_be_visible()
    expect(page.get_by_role("button", name="Play the sample")).to_be_disabled()
    page.get_by_role("button", name="Choose a first question").click()
    expect(page.get_by_role("heading", level=1, name="First steps")).to_be_hidden()
