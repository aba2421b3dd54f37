"""A long session, really spoken: two hours into a real Chromium's microphone, heard by the real app.

    uv run python benchmarks/long_session.py [--minutes 120] [--no-ledger]

The microphone plays our two recordings over and over. Said of it: whether the recording has every second, how
many of the words played are in the transcript (beside: the same recordings heard once as a file), how
the memory of page and app grows, and how long the feedback takes after "stop".
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

import ledger
from extrabrain.app.places import places
from extrabrain.sound.encode import wav_header
from extrabrain.sound.file import read_audio

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "web"), str(ROOT / "tests" / "browser")]

from app_process import EXTRABRAIN, App, running  # noqa: E402
from chrome import QUIET, chromium  # noqa: E402
from shown import shown  # noqa: E402

RATE = 32_000
"""Bytes of sound a second."""
QUESTION = "rlhf-limits"
LOOK_EVERY_S = 300


def played(folder: Path) -> tuple[Path, float]:
    """The file that the microphone plays over and over, and its length in seconds."""
    pcm = b""
    for name in ("weak", "strong"):
        pcm += b"".join(c.pcm for c in read_audio(ROOT / "examples" / f"{name}.flac", lambda _: None))
        pcm += bytes(2 * RATE)
    path = folder / "microphone.wav"
    path.write_bytes(wav_header(len(pcm) // 2) + pcm)
    return path, len(pcm) / RATE


def memory(app: App, page: Page) -> dict[str, float]:
    """MB of the app (its process and those that it started) and of the page's objects."""
    wanted, total = [app.process.pid], 0
    while wanted:
        pid = wanted.pop()
        try:
            found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            total += int(found[1]) if found else 0
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except FileNotFoundError:
            continue
        wanted += [int(child) for child in children]
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    return {"app_mb": round(total / 1024), "page_mb": round(heap, 1)}


def transcript(sound: Path) -> str:
    """The same recordings heard once, as a file."""
    command = [EXTRABRAIN, "transcribe", "--format", "txt", str(sound)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def said(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z']+", text.lower()))


def speak(app: App, page: Page, minutes: float) -> dict[str, Any]:
    page.goto(f"/practice/{QUESTION}")
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=60_000)
    began, looks = time.monotonic(), []
    while (left := minutes * 60 - (time.monotonic() - began)) > 0:
        page.wait_for_timeout(min(left, LOOK_EVERY_S) * 1000)
        looks.append({"minute": round((time.monotonic() - began) / 60, 1), **memory(app, page)})
        print(looks[-1], flush=True)
        expect(page.get_by_text("Recording", exact=True)).to_be_visible()
    stopped = time.monotonic()
    page.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.get_by_role("button", name=re.compile("Try again"))).to_be_visible(timeout=600_000)
    return {
        "spoken_s": round(stopped - began, 1),
        "feedback_after_s": round(time.monotonic() - stopped, 1),
        "looks": looks,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--no-ledger", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        sound, once_s = played(Path(place))
        once = said(transcript(sound))
        fake = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={sound}",
        ]
        browser = play.chromium.launch(
            executable_path=chromium(), args=[*QUIET, *fake, "--enable-precise-memory-info"]
        )
        with running(Path(place) / "home", places().models) as app, shown(browser, app) as page:
            numbers = speak(app, page, given.minutes)
            session = app.data("/api/sessions")[0]["session_id"]
            heard = said(app.data(f"/api/sessions/{session}")["feedback"]["text"])
            recorded_s = (len(app.get(f"/api/sessions/{session}/audio").content) - 44) / RATE
        browser.close()
    rounds = recorded_s / once_s
    expected = sum(once.values()) * rounds
    found = sum(min(heard[word], count * rounds) for word, count in once.items()) / expected
    numbers |= {
        "recorded_s": round(recorded_s, 1),
        "rounds": round(rounds, 1),
        "words_found": round(found, 3),
    }
    print(f"spoken {numbers['spoken_s']} s, recorded {numbers['recorded_s']} s")
    print(f"{100 * found:.1f} % of the words, feedback {numbers['feedback_after_s']} s after the stop")
    if not given.no_ledger:
        print(f"appended to {ledger.append('long_session', numbers)}")


if __name__ == "__main__":
    main()
