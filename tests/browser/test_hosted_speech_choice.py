"""Hosted speech in Settings, in a real browser: what it lacks, what it would send, and that it then hears."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import App, running
from axe_faults import faults
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "words"))

from elsewhere_speech import speech_elsewhere
from fake_deepgram import SAYS, FakeDeepgram

pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeDeepgram]:
    with speech_elsewhere(tmp_path / "home") as made:
        yield made


@pytest.fixture
def app(tmp_path: Path, fake: FakeDeepgram, models_dir: Path) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        yield started


def test_it_is_seen_before_it_hears(page: Page, app: App, fake: FakeDeepgram) -> None:
    page.goto("/settings")
    hosted = page.get_by_role("radio", name="Deepgram")
    expect(hosted).to_be_disabled()
    expect(page.get_by_text("The posture is local")).to_be_visible()
    app.post("/api/privacy/posture", {"posture": "hybrid"})
    app.post("/api/privacy/allow", {"category": "audio", "provider": "lab"})
    page.reload()
    hosted.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("May The Lab hear you?")
    expect(dialog).to_contain_text("GET /v1/listen?model=nova-3")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="Moonshine")).to_be_checked()
    hosted.click()
    dialog.get_by_role("button", name="Let it hear me").click()
    expect(page.get_by_text("Saved. The next attempt uses it.")).to_be_visible()
    expect(hosted).to_be_checked()
    assert fake.asked == []
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name="Start speaking").click()
    expect(page.get_by_text(" ".join(SAYS[:3])).first).to_be_visible(timeout=30_000)
