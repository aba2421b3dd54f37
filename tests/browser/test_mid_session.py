"""In the middle of an answer: the app is killed and comes back, the page is reloaded, another tab is open."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from app_process import App, running
from playwright.sync_api import Browser, BrowserContext, Page, expect
from shown import watched
from streaming import until

from extrabrain.flows.transcribe import Transcriber
from extrabrain.sound.vad import SileroVad
from extrabrain.words import engines

pytestmark = [pytest.mark.weights, pytest.mark.browser]
LONG = 60_000
ASKED = "/practice/rlhf-limits"


def let_in(browser: Browser, app: App) -> BrowserContext:
    context = browser.new_context(base_url=app.base)
    name, value = app.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": app.base}])
    return context


def speak(page: Page, until: str) -> None:
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    hear(page, until)


def hear(page: Page, word: str) -> None:
    expect(page.get_by_role("region", name="Transcript so far")).to_contain_text(word, timeout=LONG)


def stop(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.get_by_role("heading", name=re.compile(r"^Attempt \d"))).to_be_visible(timeout=LONG)


def spoken(page: Page) -> int:
    """Seconds of sound that the page has handed over."""
    text = (
        page.get_by_role("progressbar", name="Time against the target").get_attribute("aria-valuetext") or ""
    )
    minutes, seconds = text.split(" ")[0].split(":")
    return int(minutes) * 60 + int(seconds)


def said(page: Page) -> str:
    return page.evaluate(
        "[...document.querySelectorAll('p.text [data-at]')].map(e => e.textContent).join('')"
    )


def recording(app: App, folder: Path) -> Path:
    session_id = app.data("/api/sessions")[0]["session_id"]
    path = folder / "recording.wav"
    path.write_bytes(app.get(f"/api/sessions/{session_id}/audio").content)
    return path


def heard_at_once(wav: Path, models: Path) -> str:
    """What the same engine hears in a recording with nothing in between."""
    engine = engines.load(engines.DEFAULT, lambda model_id: models / model_id)
    return Transcriber(SileroVad(models / "silero-vad" / "silero_vad.onnx"), engine).transcribe(wav).text


def alike(one: str, other: str) -> float:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z']+", text.lower())

    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def test_the_app_is_killed_and_started_again(
    browser: Browser, tmp_path: Path, models_dir: Path, sample_wav: Path
) -> None:
    home = tmp_path / "home"
    with running(home, models_dir) as first:
        context = let_in(browser, first)
        page = context.new_page()
        troubles = watched(page, first, away=True)
        page.goto(ASKED)
        speak(page, "limitations")
        first.process.kill()
        first.process.wait()
        expect(page.get_by_text("The connection to the app is broken")).to_be_visible()
        page.wait_for_timeout(2_000)  # spoken while there is no app
    with running(home, models_dir) as second:
        assert second.base == first.base
        expect(page.get_by_text("The connection to the app is broken")).to_be_hidden(timeout=LONG)
        hear(page, "concern")
        seconds = spoken(page)
        stop(page)
        kept = recording(second, tmp_path)
        assert seconds <= (kept.stat().st_size - 44) / 32_000 < seconds + 3, "as long as what was said"
        whole = heard_at_once(sample_wav, models_dir)
        assert alike(heard_at_once(kept, models_dir), whole) > 0.9, "no hole where the app was away"
        assert alike(said(page), whole) > 0.9
        context.close()
    assert troubles == []


def test_the_page_is_reloaded(browser: Browser, app: App) -> None:
    context = let_in(browser, app)
    page = context.new_page()
    troubles = watched(page, app)
    page.on("dialog", lambda asked: asked.accept())
    page.goto(ASKED)
    speak(page, "limitations")
    page.reload()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible(timeout=LONG)
    hear(page, "limitations")
    before = spoken(page)
    assert before > 2, "the clock goes on from where it was"
    expect(page.get_by_role("button", name=re.compile("Go on"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=LONG)
    page.wait_for_timeout(5_000)
    assert spoken(page) >= before + 3
    stop(page)
    assert said(page).lower().count("human feedback") >= 2, "both halves: the microphone began anew"
    assert len(app.data("/api/sessions")) == 1
    context.close()
    assert troubles == []


def test_two_tabs_at_once(browser: Browser, app: App) -> None:
    context = let_in(browser, app)
    one, other = context.new_page(), context.new_page()
    troubles = [watched(one, app), watched(other, app)]
    scenario = next(q for q in app.data("/api/questions") if q["kind"] == "scenario")["question_id"]
    one.goto(ASKED)
    speak(one, "limitations")
    other.goto(ASKED)
    other.wait_for_timeout(1_500)
    expect(other.get_by_role("button", name=re.compile("Start speaking"))).to_be_visible()
    expect(one.get_by_text("Recording", exact=True)).to_be_visible()
    other.goto(f"/practice/{scenario}")
    speak(other, "limitations")
    stop(one)
    expect(other.get_by_text("Recording", exact=True)).to_be_visible()
    stop(other)
    assert "limitations" in said(one)
    assert "limitations" in said(other)
    lines = app.data("/api/sessions")
    assert sorted(line["question_id"] for line in lines) == sorted(["rlhf-limits", scenario])
    one.goto("/sessions")
    other.goto("/sessions")
    one.get_by_role("link", name=re.compile("human feedback stop")).click()
    one.get_by_role("button", name="Delete").click()
    until(one, lambda: len(app.data("/api/sessions")) == 1)
    other.get_by_role("link", name=re.compile("human feedback stop")).click()
    expect(other.get_by_role("heading", name="There is no such session")).to_be_visible()
    context.close()
    assert troubles == [[], []]
