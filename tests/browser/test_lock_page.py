"""Locking, backup and retention on the settings page, in a real browser."""

from pathlib import Path

import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]

PASS = "four plain garden words"


def set_passphrase(page: Page) -> None:
    page.goto("/settings")
    card = page.get_by_role("region", name="Passphrase and lock")
    card.get_by_role("button", name="Set a passphrase").click()
    card.get_by_label("New passphrase").fill(PASS)
    card.get_by_label("Once more").fill(PASS[:-1])
    expect(card.get_by_text("The two are not the same yet.")).to_be_visible()
    expect(card.get_by_role("button", name="Set it")).to_be_disabled()
    card.get_by_label("Once more").fill(PASS)
    card.get_by_role("button", name="Set it").click()
    expect(card.get_by_text("The passphrase is set.")).to_be_visible()


def test_a_passphrase_is_set_and_the_app_is_locked_and_opened(page: Page, app: App) -> None:
    app.post("/api/practice", {"question_id": "rlhf-limits", "text": "It rewards what it can see."})
    set_passphrase(page)
    assert faults(page) == []
    page.goto("/sessions")
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    page.keyboard.press("q")
    expect(page.get_by_role("heading", name="extrabrain is locked")).to_be_visible()
    expect(page.get_by_label("Passphrase")).to_be_focused()
    assert "rewards" not in page.content()
    assert faults(page) == []
    page.keyboard.type("not the passphrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not open")
    page.get_by_label("Passphrase").fill(PASS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def test_the_palette_locks_and_another_page_notices(page: Page, app: App) -> None:
    set_passphrase(page)
    page.goto("/progress")
    page.keyboard.press("Control+k")
    page.keyboard.type("lock now")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="extrabrain is locked")).to_be_visible()
    app.post("/api/lock/open", {"passphrase": PASS})
    page.reload()
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    app.post("/api/lock")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="extrabrain is locked")).to_be_visible()


@pytest.mark.parametrize("keys", [["q"], ["Control+k", "l", "o", "c", "k", "Space", "n", "o", "w", "Enter"]])
def test_keys_that_come_before_the_page_knows_of_a_lock_are_kept(
    page: Page, app: App, keys: list[str]
) -> None:
    set_passphrase(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/status", hold)
    page.goto("/progress")
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    for key in keys:
        page.keyboard.press(key)
    assert held
    page.unroute("**/api/status")  # lets those that were held go on
    expect(page.get_by_role("heading", name="extrabrain is locked")).to_be_visible()


def test_a_backup_is_saved_and_brought_back(page: Page, app: App, tmp_path: Path) -> None:
    app.post("/api/practice", {"question_id": "rlhf-limits", "text": "It rewards what it can see."})
    page.goto("/settings")
    card = page.get_by_role("region", name="Backup")
    card.get_by_label("Passphrase of the backup").fill(PASS)
    card.get_by_label("Once more").fill(PASS)
    with page.expect_download() as saved:
        card.get_by_role("button", name="Make a backup").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.read_bytes().startswith(b"XBBACKUP")
    app.delete(f"/api/sessions/{app.data('/api/sessions')[0]['session_id']}")
    card.get_by_text("Restore a backup").click()
    card.get_by_label("File").set_input_files(file)
    card.get_by_label("Its passphrase").fill("some other words")
    card.get_by_role("button", name="Restore", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Restore").click()
    expect(card.get_by_role("alert")).to_contain_text("does not open this backup")
    card.get_by_label("Its passphrase").fill(PASS)
    card.get_by_role("button", name="Restore", exact=True).click()
    dialog.get_by_role("button", name="Restore").click()
    expect(card.get_by_text("Restored.")).to_be_visible(timeout=20_000)
    assert len(app.data("/api/sessions")) == 1


def test_a_rule_is_shown_before_it_holds(page: Page, app: App) -> None:
    page.goto("/settings")
    card = page.get_by_role("region", name="What is kept, and how long")
    card.get_by_label("Delete recordings").select_option("30")
    expect(card.get_by_text("Nothing is old enough to go today.")).to_be_visible()
    card.get_by_role("button", name="Keep to the rule").click()
    expect(card.get_by_text("Saved.")).to_be_visible()
    assert app.data("/api/keeping")["keep_recordings_days"] == 30
    page.reload()
    expect(card.get_by_label("Delete recordings")).to_have_value("30")
