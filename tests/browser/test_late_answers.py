"""Answers that come late, twice, in another order or not at all: what the user did and typed still holds."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import EXTRABRAIN, App, running
from late import Late, refusing, settled
from playwright.sync_api import Browser, Page, Route, expect
from shown import STRONG, WEAK, typed, watched

pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    """One for all of these: none is in the way of another."""
    with running(tmp_path_factory.mktemp("late") / "home", models_dir) as started:
        yield started


def give(page: Page, text: str) -> None:
    page.get_by_role("button", name="Type the answer").click()
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Get feedback").click()


def test_a_typed_answer_that_is_refused_is_still_there(page: Page) -> None:
    refusing(page, "**/api/practice")
    page.goto("/practice/rlhf-limits")
    give(page, WEAK)
    expect(page.get_by_role("alert")).to_contain_text("Not today.")
    page.get_by_role("button", name="Speak instead").click()
    page.get_by_role("button", name="Type the answer").click()
    expect(page.get_by_label("Your answer")).to_have_value(WEAK)
    page.unroute("**/api/practice")
    page.get_by_role("button", name="Get feedback").click()
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible()
    expect(page.get_by_role("heading", name="Attempt 1").locator("..")).to_be_focused()


def test_feedback_of_the_attempt_before_is_not_shown_as_that_of_the_next(page: Page, app: App) -> None:
    late = Late(page, "**/api/sessions/*")
    page.goto("/practice/rlhf-limits")
    give(page, WEAK)
    late.wait()
    page.locator("h1").click()
    page.keyboard.press("r")
    late.give()
    give(page, STRONG)
    late.wait()
    expect(page.get_by_role("heading", name=re.compile(r"^Attempt \d"))).to_be_hidden()
    late.free()
    expect(page.get_by_role("heading", name=re.compile(r"^Attempt \d"))).to_be_visible()
    expect(page.get_by_text("the proxy and 400 held-out prompts").first).to_be_visible()


def test_a_page_that_was_left_neither_names_this_one_nor_takes_the_user_away(page: Page) -> None:
    late = Late(page, "**/api/questions/rlhf-limits")
    page.goto("/bank/rlhf-limits")
    late.wait()
    page.get_by_role("link", name="History").click()
    late.give()
    expect(page).to_have_title("History · extrabrain")
    start = Late(page, "**/api/mocks", "POST")
    page.get_by_role("link", name="Mock interview", exact=True).click()
    page.get_by_role("button", name="Start the interview").click()
    start.wait()
    page.get_by_role("link", name="Plan", exact=True).click()
    start.give()
    expect(page).to_have_url(re.compile("/plan$"))


def test_what_may_leave_is_shown_as_it_holds(page: Page) -> None:
    page.goto("/privacy")
    boxes = [
        page.get_by_role("checkbox", name=f"{kind} may go to OpenAI") for kind in ("transcript", "audio")
    ]
    late = Late(page, "**/api/privacy/allow")
    for box in boxes:
        box.check()
    settled(page)
    for _ in boxes:
        late.give(last=True)
    late.free()
    for box in boxes:
        expect(box.locator("..")).not_to_contain_text("no")
    refusing(page, "**/api/privacy/revoke")
    boxes[0].click()
    expect(page.get_by_role("alert")).to_contain_text("Not today.")
    expect(boxes[0]).to_be_checked()
    refusing(page, "**/api/privacy/posture")
    page.get_by_role("radio", name=re.compile("Hybrid")).click()
    expect(page.get_by_role("radio", name=re.compile("Local"))).to_be_checked()


def test_the_newest_search_of_the_ledger_is_shown(page: Page) -> None:
    page.goto("/privacy")
    page.get_by_role("checkbox", name="profile may go to OpenAI").check()
    expect(page.get_by_text("You allowed profile")).to_be_visible()
    search = page.get_by_role("searchbox", name="Search the ledger")
    late = Late(page, "**/api/privacy/ledger?*")
    search.fill("nothing like it")
    late.wait()
    search.fill("profile")
    late.wait(2)
    late.give(last=True)
    late.give()
    expect(page.get_by_text("You allowed profile")).to_be_visible()


def test_nothing_is_deleted_by_a_rule_whose_effect_was_not_shown(page: Page) -> None:
    page.goto("/settings")
    card = page.get_by_role("region", name="What is kept, and how long")
    late = Late(page, "**/api/keeping/preview")
    card.get_by_label("Delete recordings").select_option("after 90 days")
    card.get_by_label("Delete sessions").select_option("after 365 days")
    late.give()
    late.wait()
    assert late.asked[-1] == {"keep_recordings_days": 90, "keep_sessions_days": 365}
    expect(card.get_by_role("button", name="Keep to the rule")).to_be_disabled()
    late.give()
    expect(card.get_by_role("button", name="Keep to the rule")).to_be_enabled()


def test_a_note_is_kept_once_and_the_next_can_be_typed_meanwhile(page: Page, app: App) -> None:
    rules = {"setting": "meeting", "permissions": ["notes"], "confirmed": True}
    session = app.post("/api/live", rules)["data"]["session_id"]
    page.goto("/live")
    note = page.get_by_label("A note, kept with its time")
    late = Late(page, "**/note")
    note.fill("they want numbers")
    note.press("Enter")
    note.press("Enter")
    late.wait()
    note.fill("ask for the date")
    late.free()
    expect(page.get_by_role("listitem").filter(has_text="they want numbers")).to_have_count(1)
    expect(note).to_have_value("ask for the date")
    refusing(page, "**/note")
    note.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The note is not kept.")
    expect(note).to_have_value("ask for the date")
    page.unroute("**/note")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_url(re.compile(session))
    assert app.data(f"/api/sessions/{session}")["notes"].count("they want numbers") == 1


def test_a_story_is_made_once_and_what_is_typed_while_it_saves_stays(page: Page, app: App) -> None:
    page.goto("/stories")
    title = page.get_by_label("Title of a new story")
    late = Late(page, "**/api/stories", "POST")
    title.fill("The quiet launch")
    title.press("Enter")
    title.press("Enter")
    late.wait()
    late.free()
    result = page.get_by_label(re.compile("^Result"))
    result.fill("It got better.")
    assert [s["story"]["title"] for s in app.data("/api/stories")] == ["The quiet launch"]
    late = Late(page, "**/api/stories/*", "POST")
    page.get_by_role("button", name="Save").click()
    late.wait()
    result.fill("It got better by a third.")
    late.free()
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
    expect(result).to_have_value("It got better by a third.")
    expect(page.get_by_text("Not saved yet. It is saved in a moment.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()


def test_a_question_of_the_interview_is_closed_once(page: Page) -> None:
    page.goto("/mock")
    page.get_by_role("button", name="Start the interview").click()
    late = Late(page, "**/close")
    page.get_by_role("button", name="Skip it").click()
    late.wait()
    expect(page.get_by_role("button", name="Skip it")).to_be_disabled()
    expect(page.get_by_role("button", name="Start speaking")).to_be_hidden()
    late.free()
    expect(page.get_by_text("Question 2 of 5")).to_be_visible()
    expect(page.get_by_role("button", name="Start speaking")).to_be_visible()
    refusing(page, "**/close")
    page.get_by_role("button", name="Skip it").click()
    page.unroute("**/close")
    page.get_by_role("alert").get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Question 3 of 5")).to_be_visible()


def test_a_question_that_is_written_at_outlives_the_decision_on_another(
    page: Page, app: App, tmp_path: Path
) -> None:
    resume = tmp_path / "cv.md"
    resume.write_text("## Experience\n- Cut p99 latency from 900 to 340 ms by batching requests\n")
    subprocess.run([EXTRABRAIN, "import", str(resume)], env=app.environment, check=True, capture_output=True)
    page.goto("/bank")
    page.get_by_role("button", name="Find questions in my documents").click()
    late = Late(page, "**/api/proposals/*")
    page.get_by_role("button", name=re.compile("^Refuse: ")).first.press("Enter")
    late.wait()
    page.get_by_role("button", name=re.compile("^Change: ")).last.click()
    page.get_by_label("The question", exact=True).fill("How did you cut the latency by so much?")
    late.free()
    expect(page.get_by_text("It does not come back.")).to_be_visible()
    expect(page.get_by_label("The question", exact=True)).to_have_value(
        "How did you cut the latency by so much?"
    )
    page.get_by_role("button", name=re.compile("^Take: ")).press("Enter")
    expect(page.get_by_text("It is in your bank.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("How did you cut the latency"))).to_be_visible()


@pytest.mark.parametrize(
    ("path", "shows"),
    [
        ("/plan", "The next two weeks"),
        ("/stories", "What they show"),
        ("/privacy", "Who may get what"),
        ("/settings", "Engine for text"),
        ("/library", "Library"),
    ],
)
def test_a_page_goes_on_by_itself_when_the_app_is_back(
    browser: Browser, app: App, path: str, shows: str
) -> None:
    typed(app, "rlhf-limits", WEAK)
    context = browser.new_context(base_url=app.base)
    name, value = app.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": app.base}])
    page = context.new_page()
    troubles = watched(page, app, away=True)
    page.goto("/welcome")
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    away = "**/api/**"

    def fail(route: Route) -> None:
        route.abort("connectionrefused")

    page.route(away, fail)
    page.locator(f"header a[href='{path}']").first.click()
    expect(page.get_by_text("This page goes on by itself when the app is back.")).to_be_visible()
    page.unroute(away)
    expect(page.get_by_role("heading", name=shows, exact=True)).to_be_visible()
    expect(page.get_by_text("This page goes on by itself")).to_be_hidden()
    expect(page.get_by_role("alert")).to_have_count(0)
    context.close()
    assert troubles == []
