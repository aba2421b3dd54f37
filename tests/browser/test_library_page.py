"""The library in a real browser: bring, search, open at the span, forget, bring back."""

import re
import subprocess
from pathlib import Path

import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, expect
from shown import accessible

pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    note = tmp_path / "evals.md"
    lines = [f"Paragraph {n} about plain things.\n" for n in range(120)]
    note.write_text("# Evaluation notes\n\n" + "\n".join(lines) + "\nThe zebra probe leaked labels.\n")
    cv = tmp_path / "cv.txt"
    cv.write_text("Ann Lee\n\nEXPERIENCE\nRed team lead, found twelve jailbreaks.\n")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    return [note, cv, broken]


def test_bring_search_open_forget_undo(page: Page, app: App, papers: list[Path]) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Library").click()
    expect(page.get_by_text("Your own history makes the best answers")).to_be_visible()
    accessible(page)
    page.get_by_label("Files to bring").set_input_files(papers)
    expect(page.get_by_text("Documents: 2 added.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("alert")).to_contain_text("broken.pdf is damaged")
    expect(page.get_by_role("link", name=re.compile("Evaluation notes"))).to_be_visible()
    accessible(page)

    page.get_by_role("searchbox").fill("zebra probes")
    hit = page.get_by_role("link", name=re.compile("zebra probe leaked"))
    expect(hit.locator("mark").first).to_have_text("zebra")
    assert faults(page) == []
    page.get_by_role("searchbox").fill("What did the zebra probe leak?")
    page.get_by_role("button", name="Ask").click()
    answer = page.get_by_role("region", name="What your documents say")
    expect(answer).to_contain_text("The zebra probe leaked labels.", timeout=30_000)
    assert faults(page) == []
    page.get_by_role("searchbox").fill("What is the boiling point of mercury?")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="Not in your workspace")).to_be_visible(timeout=30_000)
    page.get_by_role("searchbox").fill("zebra probes")
    hit.click()
    expect(page.get_by_role("heading", name="Evaluation notes")).to_be_visible()
    expect(page.locator("mark")).to_contain_text("zebra probe leaked labels")
    expect(page.locator("mark")).to_be_in_viewport()
    accessible(page)

    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_text("The document is forgotten.")).to_be_visible()
    note = page.get_by_role("link", name=re.compile("Evaluation notes"))
    expect(note).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(note).to_be_visible()
    page.get_by_role("button", name="Turn off Evaluation notes").click()
    expect(page.get_by_role("button", name="Turn on Evaluation notes")).to_be_visible()
    page.get_by_role("searchbox").fill("zebra")
    expect(page.get_by_text("zebra probe leaked")).to_have_count(0)
    assert app.data("/api/library/import")["report"]["added"] == 2


def test_the_same_files_again_change_nothing(page: Page, papers: list[Path]) -> None:
    page.goto("/library")
    for said in ("Documents: 1 added.", "Documents: 1 unchanged."):
        page.get_by_label("Files to bring").set_input_files(papers[:1])
        expect(page.get_by_text(said)).to_be_visible(timeout=60_000)


def test_a_repository_is_brought_by_its_path_and_code_in_a_folder_is_no_failure(
    page: Page, app: App, tmp_path: Path
) -> None:
    folder = tmp_path / "probe"
    folder.mkdir()
    (folder / "README.md").write_text("# probe\n\nMeasures zebra leaks in labels.\n")
    (folder / "leak.py").write_text("print('zebra')\n")
    named = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*named, "commit", "-qm", "Measure zebra leaks by hand"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    page.goto("/library")
    page.get_by_label("A folder to bring").set_input_files(folder)
    said = "Documents: 1 added. 1 file of other kinds passed over."
    expect(page.get_by_text(said)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("probe is a git repository.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)

    page.get_by_role("button", name="A git repository…").click()
    path = page.get_by_role("textbox", name="Folder")
    expect(path).to_be_focused()
    path.fill(str(tmp_path))
    path.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is no git repository")
    assert faults(page) == []
    path.fill(str(folder))
    path.press("Enter")
    expect(page.get_by_role("link", name=re.compile("#git"))).to_be_visible(timeout=60_000)
    accessible(page)
