"""From the README alone to the report of a mock interview: how long it takes a newcomer.

    uv run python benchmarks/newcomer.py [--clone] [--no-ledger]

Runs the README's first command in an empty home and then does in a real Chromium what a newcomer would: the
first steps with a microphone that plays a recording, the interview date, a mock interview of three questions
answered aloud, its report, saved. Each step prints two times. `machine` is waiting, measured. `own` is the
person's time: speaking is measured in real time; reading what is new is taken as 4 words a second, an
action (finding a control and using it) as 3 s. `--clone` starts from a clone of this repository without an
environment or models, with whatever uv has in its cache. Beside it: the answers spoken, no more.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

import ledger
from extrabrain.app.places import places
from extrabrain.sound.encode import wav_header
from extrabrain.sound.file import read_audio

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "web"), str(ROOT / "tests" / "browser")]

from app_process import environment  # noqa: E402
from chrome import QUIET, chromium  # noqa: E402

WORDS_A_SECOND = 4.0
ACTION_S = 3.0
ANSWER_S = 20.0
"""How long each answer of the interview is spoken."""
LONG = 600_000
ENTRANCE = re.compile(r"http://127\.0\.0\.1:\d+/enter\S+")


@dataclass
class Times:
    """Steps with their machine and own seconds, printed as they pass."""

    steps: list[tuple[str, float, float]] = field(default_factory=list)

    def step(self, name: str, own_s: float, run: Callable[[], Any], *, speaking_s: float = 0.0) -> None:
        began = time.perf_counter()
        run()
        machine_s = max(0.0, time.perf_counter() - began - speaking_s)
        self.steps.append((name, round(machine_s, 1), round(own_s + speaking_s, 1)))
        print(f"{name:44} machine {machine_s:6.1f} s   own {own_s + speaking_s:6.1f} s", flush=True)

    @property
    def machine_s(self) -> float:
        return round(sum(machine_s for _, machine_s, _ in self.steps), 1)

    @property
    def own_s(self) -> float:
        return round(sum(own_s for _, _, own_s in self.steps), 1)


def reading_s(text: str) -> float:
    return len(text.split()) / WORDS_A_SECOND


def readme_command() -> list[str]:
    """The first command that the README gives, and the words up to it."""
    return re.findall(r"```\n(.+)\n```", (ROOT / "README.md").read_text("utf-8"))[0].split()


def walk(page: Page, times: Times, link: str) -> str:
    page.goto(link)
    page.get_by_role("heading", name="First steps").wait_for()
    times.step("reads the first steps", reading_s(page.locator("main").inner_text()), lambda: None)
    times.step("checks the microphone", 2 * ACTION_S, lambda: check_microphone(page))
    times.step("waits for the models", 0, lambda: models_ready(page))
    times.step("sets the date of the interview", 2 * ACTION_S, lambda: set_date(page))
    times.step("starts a mock interview of three", 3 * ACTION_S, lambda: start_mock(page))
    for _ in range(9):
        if page.get_by_role("heading", name="Your report").is_visible():
            break
        asked = page.locator("h1").inner_text()
        own_s = reading_s(asked) + 2 * ACTION_S
        answered = lambda asked=asked: answer(page, asked)  # noqa: E731
        times.step(f"answers: {asked[:32]}", own_s, answered, speaking_s=ANSWER_S)
    report = page.locator("main").inner_text()
    times.step("saves the report", ACTION_S, lambda: save(page))
    return report


def check_microphone(page: Page) -> None:
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("it does")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Stop the check").click()


def models_ready(page: Page) -> None:
    expect(page.get_by_text("it is here")).to_be_visible(timeout=LONG)


def set_date(page: Page) -> None:
    page.get_by_label("Date of the interview").fill("2030-01-15")
    expect(page.get_by_text("days to your interview")).to_be_visible()


def start_mock(page: Page) -> None:
    page.get_by_role("link", name="Mock interview", exact=True).click()
    page.get_by_label("Questions").select_option("3")
    page.get_by_role("button", name="Start the interview").click()
    expect(page.get_by_text("Question 1 of 3")).to_be_visible(timeout=LONG)


def answer(page: Page, asked: str) -> None:
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=LONG)
    page.wait_for_timeout(ANSWER_S * 1000)
    page.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.locator("h1")).not_to_have_text(asked, timeout=LONG)


def save(page: Page) -> None:
    with page.expect_download() as saved:
        page.get_by_role("link", name="Markdown").click()
    assert saved.value.path().read_text("utf-8").startswith("# Mock interview")


def started(
    command: list[str], folder: Path, home: Path, models: Path
) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen(
        [*command, "--no-open"], cwd=folder, env=environment(home, models), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        found = ENTRANCE.search(line)
        if found:
            return process, found[0]
    raise RuntimeError("the app ended before it gave a link")


def microphone(folder: Path) -> Path:
    pcm = bytes(16_000) + b"".join(
        c.pcm for c in read_audio(ROOT / "examples" / "strong.flac", lambda _: None)
    )
    path = folder / "microphone.wav"
    path.write_bytes(wav_header(len(pcm) // 2) + pcm)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--clone", action="store_true", help="from a fresh clone, models fetched anew")
    parser.add_argument("--no-ledger", action="store_true")
    given = parser.parse_args()
    times = Times()
    readme = (ROOT / "README.md").read_text("utf-8")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        folder = Path(place)
        tree, models = ROOT, places().models
        times.step(
            "reads the README up to its first command",
            reading_s(readme.split("sets everything up")[0]),
            lambda: None,
        )
        if given.clone:
            tree, models = folder / "clone", folder / "models"
            clone = ["git", "clone", "--quiet", str(ROOT), str(tree)]
            times.step("clones the repository", ACTION_S, lambda: subprocess.run(clone, check=True))
        running: list[tuple[subprocess.Popen[str], str]] = []
        start = lambda: running.append(started(readme_command(), tree, folder / "home", models))  # noqa: E731
        times.step("starts the app: " + " ".join(readme_command()), ACTION_S, start)
        process, link = running[0]
        sound = f"--use-file-for-fake-audio-capture={microphone(folder)}"
        fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", sound]
        browser = play.chromium.launch(executable_path=chromium(), args=[*QUIET, *fake])
        try:
            report = walk(browser.new_page(), times, link)
            assert "Your report" in report
        finally:
            browser.close()
            process.terminate()
            process.wait(timeout=30)
    spoken = sum(1 for name, *_ in times.steps if name.startswith("answers"))
    numbers = {
        "from_a_clone": given.clone,
        "own_s": times.own_s,
        "machine_s": times.machine_s,
        "answers": spoken,
        "floor_s": spoken * ANSWER_S,
        "steps": times.steps,
    }
    print(
        f"own time {numbers['own_s']} s (target 300), machine {numbers['machine_s']} s, "
        f"the answers alone {numbers['floor_s']} s"
    )
    if not given.no_ledger:
        print(f"appended to {ledger.append('newcomer', numbers)}")


if __name__ == "__main__":
    main()
