"""A real Chromium with a fake microphone that plays a recording of ours."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from extrabrain.sound.encode import wav_header
from extrabrain.sound.file import read_audio

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "web"))

from app_process import App, running  # noqa: E402
from chrome import QUIET, chromium  # noqa: E402

expect.set_options(timeout=20_000)
"""A busy machine is slow, not wrong."""

REFUSED = ("the server responded with a status of 4", "the server responded with a status of 507")
"""What Chromium says of an answer that a page may well get: the app refused something, in words."""


@pytest.fixture(scope="module")  # its event loop must be gone before other tests run theirs
def play() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def sample_wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weak sample with a second of silence before and two after."""
    sound = b"".join(c.pcm for c in read_audio(ROOT / "examples" / "weak.flac", lambda _: None))
    pcm = bytes(32_000) + sound + bytes(64_000)
    path = tmp_path_factory.mktemp("mic") / "mic.wav"
    path.write_bytes(wav_header(len(pcm) // 2) + pcm)
    return path


@pytest.fixture(scope="module")
def browser(play: Playwright, sample_wav: Path) -> Iterator[Browser]:
    """Chromium whose microphone plays the sample once; skipped, and said so, where there is none."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine; CI installs one")
    microphone = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={sample_wav}%noloop",
    ]
    launched = play.chromium.launch(executable_path=path, args=[*QUIET, *microphone])
    yield launched
    launched.close()


@pytest.fixture
def app(tmp_path: Path, models_dir: Path) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        yield started


@pytest.fixture
def page(browser: Browser, app: App) -> Iterator[Page]:
    """Let in through a one-time link; fails on any request to another host or error in the console."""
    context = browser.new_context(base_url=app.base)
    name, value = app.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": app.base}])
    opened = context.new_page()
    troubles: list[str] = []
    opened.on(
        "console",
        lambda m: (
            troubles.append(m.text) if m.type == "error" and not any(r in m.text for r in REFUSED) else None
        ),
    )
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on(
        "request",
        lambda r: (
            troubles.append(r.url) if not r.url.startswith((app.base, app.socket, "blob:", "data:")) else None
        ),
    )
    yield opened
    context.close()
    assert troubles == []
