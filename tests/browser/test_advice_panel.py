"""Advice in a real browser, written by a fake model server through the real door."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from app_process import App
from axe_faults import faults
from playwright.sync_api import Page, Route, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "advice"))

from fake_apis import FakeApis

ANSWER = "I tested the reward model on prompts. I kept a log of what failed, and I told my team."
POINT = {
    "heading": "no-result",
    "text": "It ends at Google ![x](https://evil.test/x.png) without an outcome.",
    "quote": "I told my team",
    "try_instead": "I told my team that [how many?] prompts failed.",
}

pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture(scope="module")
def apis() -> Iterator[FakeApis]:
    fake = FakeApis()
    fake.says = json.dumps({"points": [POINT, {**POINT, "quote": "I told everybody"}]})
    yield fake
    fake.close()


@pytest.fixture
def session(page: Page, app: App, apis: FakeApis) -> str:
    app.post("/api/engines/providers", {"name": "fake", "url": f"{apis.url}/v1"})
    made = app.post("/api/practice", {"question_id": "rlhf-limits", "text": ANSWER})
    return f"/sessions/{made['data']['session_id']}"


def test_advice_is_held_and_says_what_it_took(page: Page, app: App, session: str) -> None:
    app.post("/api/engines", {"engine": "fake/good"})
    page.goto(session)
    card = page.get_by_role("region", name="Ask for more")
    expect(card.get_by_role("combobox")).to_have_value("fake/good")
    card.get_by_role("button", name="Deeper feedback").click()
    expect(card.get_by_text("It ends at [where?] without an outcome.")).to_be_visible()
    expect(card.get_by_text("“I told my team”")).to_be_visible()
    expect(card.get_by_text("not in your words")).to_be_visible()
    expect(card.get_by_text("21 in, 9 out")).to_be_visible()
    findings = page.get_by_role("region", name="Findings")
    expect(findings.get_by_text("found by good, Fake")).to_be_visible()
    expect(findings.get_by_text("[how many?]")).to_be_visible()
    card.get_by_role("button", name="What the model is given").click()
    expect(page.get_by_role("dialog").get_by_text(ANSWER)).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert faults(page) == []


def test_stop_is_silence_and_another_engine_answers(page: Page, app: App, session: str) -> None:
    app.post("/api/engines", {"engine": "fake/slow"})
    page.goto(session)
    card = page.get_by_role("region", name="Ask for more")
    card.get_by_role("button", name="Deeper feedback").click()
    card.get_by_role("button", name="Stop").click()
    expect(card.get_by_role("button", name="Again")).to_be_visible()
    card.get_by_role("combobox").select_option("none")
    card.get_by_role("button", name="Tighten").click()
    expect(card.get_by_text("without a language model", exact=True)).to_be_visible()
    card.get_by_text("What changed").click()


def test_an_action_of_the_profile_asks_in_its_words(page: Page, app: App, session: str) -> None:
    app.post("/api/engines", {"engine": "fake/good"})
    action = {"name": "Harder", "prompt": "Be as strict as a hiring committee."}
    own = {"name": "Strict", "prompt": "You are brief.", "actions": [action]}
    kept = app.post("/api/profiles", own)["data"]["profiles"][-1]
    app.post("/api/profiles/choice", {"profile_id": kept["profile_id"]})
    page.goto(session)
    card = page.get_by_role("region", name="Ask for more")
    card.get_by_role("button", name="Harder").click()
    expect(card.get_by_role("button", name="Harder")).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_text("It ends at [where?] without an outcome.")).to_be_visible()
    card.get_by_role("button", name="What the model is given").click()
    expect(page.get_by_role("dialog").get_by_text("Be as strict as a hiring committee.")).to_be_visible()


def test_an_engine_is_found_chosen_and_tested_in_the_settings(page: Page, app: App, session: str) -> None:
    page.goto("/settings")
    card = page.get_by_role("region", name="Engine for text")
    status = card.get_by_role("status")
    for _ in range(10):  # each server has 300 ms, which a busy machine may take for itself
        with page.expect_response(lambda answer: answer.url.endswith("/api/engines/detect")):
            card.get_by_role("button", name="Look for model servers").click()
        expect(status).to_have_text(re.compile(r"Found|No model"))
        if status.inner_text() == "Found: Fake.":
            break
    expect(status).to_have_text("Found: Fake.")
    card.get_by_role("combobox", name="Written by").select_option("fake/gemma4:e4b")
    expect(card.get_by_text("Saved.")).to_be_visible()
    card.get_by_role("button", name="Test it").click()
    expect(card.get_by_text("It answers:")).to_be_visible()
    card.get_by_text("Hosted providers").click()
    card.get_by_role("combobox", name="Provider").select_option("openai")
    card.get_by_label("Key", exact=True).fill("sk-canary")
    card.get_by_role("button", name="Keep the key").click()
    expect(card.get_by_role("alert")).to_contain_text("keychain")
    assert faults(page) == []


def test_the_library_answers_in_a_models_words_with_places(page: Page, app: App, apis: FakeApis) -> None:
    app.post("/api/engines/providers", {"name": "fake", "url": f"{apis.url}/v1"})
    app.post("/api/engines", {"engine": "fake/asked"})
    apis.says_as["asked"] = json.dumps(
        {"points": [{"text": "It held on 400 prompts.", "material": 1, "quote": "on 400 held-out prompts"}]}
    )
    text = b"We tested the reward model on 400 held-out prompts before the launch."
    headers = {**app.headers, "content-type": "application/octet-stream"}
    httpx2.post(f"{app.base}/api/library/files?name=audit.txt", content=text, headers=headers, timeout=60)
    page.goto("/library")
    page.get_by_label("Search your documents").fill("How was the reward model tested on prompts?")
    expect(page.get_by_role("link", name=re.compile("audit"))).to_be_visible()
    page.get_by_role("button", name="Ask", exact=True).click()
    card = page.get_by_role("region", name="In a model's words")
    expect(card.get_by_text("It held on 400 prompts.")).to_be_visible(timeout=60_000)
    assert faults(page) == []
    page.get_by_label("Files to bring").set_input_files(
        {"name": "more.txt", "mimeType": "text/plain", "buffer": b"A second audit is planned for May."}
    )
    expect(page.get_by_text("2 documents")).to_be_visible(timeout=60_000)
    expect(card.get_by_text("It held on 400 prompts.")).to_be_visible()  # what arrives takes no answer away
    card.get_by_role("link", name="audit").click()
    expect(page.get_by_text("We tested the reward model on 400 held-out prompts")).to_be_visible()


def test_an_address_of_ones_own_is_added_tested_and_chosen(page: Page, app: App) -> None:
    fake = FakeApis()
    page.goto("/settings")
    card = page.get_by_role("region", name="Engine for text")
    card.get_by_text("An address of your own").click()
    card.get_by_label("Address").fill(f"{fake.url}/v1")
    model = card.get_by_role("textbox", name="Model")
    model.fill("wrong-key")
    card.get_by_role("button", name="Add and test").click()
    expect(card.get_by_role("alert")).to_contain_text("refused the key")
    name = f"here-{fake.url.rpartition(':')[2]}"
    assert app.data("/api/engines")["chosen"] != f"{name}/wrong-key", "what does not answer is not chosen"
    model.fill("good")
    card.get_by_role("button", name="Add and test").click()
    expect(card.get_by_role("status")).to_contain_text("writes from now on")
    expect(card.get_by_role("combobox", name="Written by")).to_have_value(f"{name}/good")
    assert faults(page) == []
    card.get_by_role("button", name="Forget it").last.click()
    expect(card.get_by_role("status")).to_have_text(f"{name} is forgotten.")
    fake.close()


def test_a_click_before_the_engines_are_known_waits_for_them(page: Page, app: App, session: str) -> None:
    app.post("/api/engines", {"engine": "fake/good"})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/engines", hold)
    with page.expect_request("**/api/engines"):
        page.goto(session)
    card = page.get_by_role("region", name="Ask for more")
    card.get_by_role("button", name="Deeper feedback").click()
    expect(card.get_by_text("Reading…")).to_be_visible()
    held.pop().continue_()
    expect(card.get_by_text("“I told my team”")).to_be_visible()
    expect(card.get_by_text("Nothing to say without a language model")).to_be_hidden()
