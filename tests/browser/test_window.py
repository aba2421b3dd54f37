"""`extrabrain --window` with a real Chromium: let in by its link, heard, gone with its window."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from app_process import EXTRABRAIN, environment
from chrome import QUIET, chromium
from playwright.sync_api import Page, Playwright, expect

pytestmark = [pytest.mark.weights, pytest.mark.browser]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A display of its own: without one, Chromium does not end when its last window is closed."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("no Xvfb on this machine; CI installs it")
    told, tell = os.pipe()
    server = subprocess.Popen([xvfb, "-displayfd", str(tell), "-nolisten", "tcp"], pass_fds=[tell])
    os.close(tell)
    with os.fdopen(told) as line:
        yield f":{line.readline().strip()}"
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture
def window_env(tmp_path: Path, models_dir: Path, sample_wav: Path, display: str) -> dict[str, str]:
    """The real browser with a microphone that plays a recording, and a line for the test to look through."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine; CI installs one")
    flags = [
        *QUIET,
        "--disable-gpu",
        "--remote-debugging-port=0",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={sample_wav}%noloop",
    ]
    wrapper = tmp_path / "browser"
    wrapper.write_text(f'#!/bin/sh\nexec {program} {" ".join(flags)} "$@"\n')
    wrapper.chmod(0o755)
    env = environment(tmp_path / "home", models_dir)
    return {**env, "EXTRABRAIN_BROWSER": str(wrapper), "DISPLAY": display}


@contextmanager
def windowed(env: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen([EXTRABRAIN, "--window"], stderr=subprocess.PIPE, text=True, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def shown(play: Playwright, home: Path) -> Page:
    """The page in the window, found through the port that the browser writes into its profile."""
    file = home / "window" / "DevToolsActivePort"
    until = time.monotonic() + 60
    while not (file.is_file() and file.read_text().strip()):
        assert time.monotonic() < until, "the window's browser did not start"
        time.sleep(0.05)
    port = file.read_text().split()[0]
    while True:
        browser = play.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        pages = [page for context in browser.contexts for page in context.pages]
        found = [page for page in pages if page.url.startswith("http://127.0.0.1")]
        if found:
            return found[0]
        assert time.monotonic() < until, [page.url for page in pages]
        time.sleep(0.1)


def test_a_window_is_let_in_hears_and_takes_the_app_with_it(
    play: Playwright, window_env: dict[str, str], tmp_path: Path
) -> None:
    with windowed(window_env) as process:
        page = shown(play, tmp_path / "home")
        page.wait_for_url("**/welcome")
        base = page.url.removesuffix("/welcome")
        page.goto(f"{base}/practice/rlhf-limits")
        page.get_by_role("button", name="Start speaking").click()
        expect(page.get_by_role("region", name="Transcript so far")).to_contain_text("limit", timeout=60_000)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("a.mark").first).to_be_visible(timeout=60_000)
        page.close()
        assert process.wait(timeout=30) == 0, "the app ends with its window"
        assert process.stderr is not None
        assert "Close its window to stop it" in process.stderr.read()
    assert not (tmp_path / "home" / "app.json").exists()


def test_a_second_start_shows_the_first_and_stopping_the_app_closes_the_window(
    play: Playwright, window_env: dict[str, str], tmp_path: Path
) -> None:
    with windowed(window_env) as first:
        page = shown(play, tmp_path / "home")
        page.wait_for_url("**/welcome")
        again = subprocess.run(
            [EXTRABRAIN, "--window"], capture_output=True, text=True, env=window_env, timeout=30, check=False
        )
        assert again.returncode == 0 and "already running" in again.stderr
        until = time.monotonic() + 20
        while len(page.context.pages) < 2:
            assert time.monotonic() < until
            page.wait_for_timeout(50)
        page.context.pages[1].wait_for_url("http://127.0.0.1*/")
        browser = int((tmp_path / "home" / "window" / "SingletonLock").readlink().name.rpartition("-")[2])
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=30) in (0, 130)
    with pytest.raises(ProcessLookupError):
        os.kill(browser, 0)


@pytest.mark.parametrize(
    ("browser", "code", "said"),
    [("no-such-browser", 8, "there is no such program"), ("false", 1, "ended with an error (1)")],
)
def test_what_is_wrong_with_the_browser_is_said(
    tmp_path: Path, models_dir: Path, browser: str, code: int, said: str
) -> None:
    env = {**environment(tmp_path / "home", models_dir), "EXTRABRAIN_BROWSER": browser}
    ran = subprocess.run(
        [EXTRABRAIN, "--window"], capture_output=True, text=True, env=env, timeout=60, check=False
    )
    assert ran.returncode == code
    assert said in ran.stderr and "EXTRABRAIN_BROWSER" in ran.stderr


def test_window_and_no_open_exclude_each_other(tmp_path: Path, models_dir: Path) -> None:
    ran = subprocess.run(
        [EXTRABRAIN, "--window", "--no-open"],
        capture_output=True,
        text=True,
        env=environment(tmp_path / "home", models_dir),
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2 and "exclude each other" in ran.stderr
