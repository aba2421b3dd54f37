"""The bank in a real browser: read a card; add, change, delete and bring back a question; import a pack."""

import re
from pathlib import Path

import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, expect
from streaming import until

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_a_card_shows_all_with_the_samples_folded(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Bank").click()
    page.get_by_role("searchbox").fill("stop being enough")
    expect(page.get_by_role("status").filter(has_text="1 question")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name=re.compile("human feedback stop being enough")).click()
    for title in ("Key points", "What may be asked next", "Sample answers", "What to study"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    strong = page.locator("details").first
    expect(strong).not_to_have_attribute("open", "")
    strong.locator("summary").click()
    expect(strong.locator("p").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Practise it").click()
    expect(page).to_have_url(re.compile("/practice/rlhf-limits$"))


def test_an_own_question_lives_and_comes_back(page: Page, app: App) -> None:
    page.goto("/bank")
    page.get_by_role("button", name="Add a question").click()
    page.keyboard.type("Which safety result of yours are you proudest of?")
    page.get_by_label("Topics").fill("Red teaming")
    page.get_by_label("Key points").fill("- Names the result\n- Says how it was measured")
    page.get_by_role("button", name="Add the question").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Says how it was measured")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Key points").fill("Names the result")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Says how it was measured")).to_have_count(0)

    own = page.get_by_role("link", name=re.compile("proudest"))
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The question is deleted.")).to_be_visible()
    expect(own).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(own).to_be_visible()
    own.click()
    page.get_by_role("button", name="Delete").click()
    page.reload()
    until(page, lambda: not any(q["own"] for q in app.data("/api/questions")))  # it goes along
    page.reload()
    expect(page.get_by_role("heading", name="Question bank")).to_be_visible()
    expect(own).to_have_count(0)


def test_a_pack_comes_in_by_file_and_a_bad_one_says_where(page: Page, tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    text = (
        "pack: mine\ntitle: My pack\nversion: 1\nquestions:\n"
        "  - {id: mine-one, text: Would you ship it on a Friday?, kind: scenario}\n"
    )
    page.goto("/bank")
    chooser = page.get_by_label("A pack as a YAML file")
    pack.write_text(text.replace("scenario", "odd"))
    chooser.set_input_files(pack)
    expect(page.get_by_role("alert")).to_contain_text("mine.yaml:5: questions.0.kind")
    pack.write_text(text)
    chooser.set_input_files(pack)
    expect(page.get_by_text("My pack: 1 new question.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("on a Friday"))).to_be_visible()
