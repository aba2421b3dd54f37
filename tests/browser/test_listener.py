"""Settings: the app itself listens, with a real microphone of a sound server of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import App, running
from axe_faults import faults
from playwright.sync_api import Page, expect
from sound_server import DEVICE, SoundServer, sound_server
from test_server import pcm

pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture
def speakers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with sound_server(tmp_path) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def app(tmp_path: Path, models_dir: Path, speakers: SoundServer) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        yield started


def test_the_app_listens_itself(page: Page, speakers: SoundServer) -> None:
    page.goto("/settings")
    page.get_by_label("The app itself").check()
    chooser = page.get_by_label("Microphone of this computer")
    chooser.select_option(DEVICE)
    with speakers.playing(pcm(12)):
        meter = page.get_by_label("Level of this computer's microphone")
        expect(meter.locator("rect.lit").nth(8)).to_be_visible(timeout=30_000)
        assert faults(page) == []
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name="Start speaking").click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=20_000)
    with speakers.playing(pcm(12)):
        heard = page.get_by_role("region", name="Transcript so far")
        expect(heard).to_contain_text(re.compile("feedback|limit|concern|biased"), timeout=90_000)
        page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("region", name="Attempts")).to_contain_text("Attempt 1", timeout=60_000)
    expect(page.get_by_role("region", name="Your words")).to_contain_text(re.compile("[a-z]{4}"))
