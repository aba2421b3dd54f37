"""Plan, Stories and the review of questions, as a person uses them."""

import re
import subprocess
from pathlib import Path

import pytest
from app_process import EXTRABRAIN, App
from playwright.sync_api import Browser, expect
from shown import WEAK, accessible, shown, typed

pytestmark = [pytest.mark.weights, pytest.mark.browser]


def test_the_plan_is_asked_for_ticked_off_and_taken_along(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.goto("/plan")
        expect(page.get_by_role("heading", name="The next two weeks")).to_be_visible()
        accessible(page)
        page.get_by_label("Hours a day").fill("2")
        page.get_by_label("Hours a day").press("Tab")
        page.get_by_label("Add a topic").select_option("privacy")
        expect(page.get_by_role("button", name="Remove privacy")).to_be_visible()
        first = page.get_by_role("checkbox").first
        first.focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
        with page.expect_download() as saved:
            page.get_by_role("link", name="Calendar", exact=True).click()
        assert Path(saved.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
        page.set_viewport_size({"width": 640, "height": 400})
        accessible(page)


def test_the_user_says_how_well_a_question_was_known(browser: Browser, app: App) -> None:
    typed(app, "rlhf-limits", WEAK)
    with shown(browser, app) as page:
        page.goto("/plan")
        known = page.get_by_label("How well you knew it")
        expect(known).to_have_value("0")
        accessible(page)
        with page.expect_response("**/api/plan/grades"):
            known.select_option("Easy")
        expect(known).to_have_value("4")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.reload()
        expect(page.get_by_label("How well you knew it")).to_have_value("4")
    assert [g["grade"] for g in app.data("/api/plan/grades")] == [4]


def test_a_story_is_written_and_shown_beside_its_question(browser: Browser, app: App) -> None:
    with shown(browser, app) as page:
        page.goto("/stories")
        expect(page.get_by_text("No stories yet.")).to_be_visible()
        expect(page.get_by_text("Gap").first).to_be_visible()
        accessible(page)
        page.get_by_label("Title of a new story").fill("The Kenya launch")
        page.get_by_role("button", name="Write it").click()
        page.get_by_label(re.compile("^Result")).fill("It got better.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved as version 2.")).to_be_visible()
        expect(page.get_by_text("Say how much")).to_be_visible()
        accessible(page)
        story = app.data("/api/stories")[0]["story"]["story_id"]
        app.post(f"/api/stories/{story}", {"questions": ["rlhf-limits"]})
        page.goto("/practice/rlhf-limits")
        page.get_by_text("Use your story: The Kenya launch").click()
        expect(page.get_by_text("It got better.")).to_be_visible()


def test_a_proposed_question_is_taken_and_one_is_refused(browser: Browser, app: App, tmp_path: Path) -> None:
    resume = tmp_path / "cv.md"
    resume.write_text("## Experience\n- Cut p99 latency from 900 to 340 ms by batching requests\n")
    command = [EXTRABRAIN, "import", str(resume)]
    subprocess.run(command, env=app.environment, check=True, capture_output=True)
    with shown(browser, app) as page:
        page.goto("/bank")
        page.get_by_role("button", name="Find questions in my documents").click()
        expect(page.get_by_text("2 wait for you")).to_be_visible()
        expect(page.locator("mark").first).to_have_text(
            "Cut p99 latency from 900 to 340 ms by batching requests"
        )
        accessible(page)
        page.get_by_role("button", name=re.compile("^Take: ")).first.click()
        expect(page.get_by_text("It is in your bank.")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Refuse: ")).click()
        expect(page.get_by_text("It does not come back.")).to_be_visible()
        page.get_by_label("Only my own (1)").check()
        expect(page.get_by_role("link", name=re.compile("You cut p99 latency"))).to_be_visible()
