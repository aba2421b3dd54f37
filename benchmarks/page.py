"""How the page behaves: first paint, size, layout shift, frames and memory with 3,000 turns of talk.

    uv run python benchmarks/page.py [--turns 3000] [--no-ledger]

Real app, real Chromium. Beside the first paint stands a bare page of a bare server; beside the frames stand a
blank page and the obvious way to show a transcript: one paragraph with all of its text. The long talk is told
to the page by this program as fast as it takes it (2 h of talk are about 3,000 turns), not spoken.
"""

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

import extrabrain
import ledger
from extrabrain.app.places import places

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "web"), str(ROOT / "tests" / "browser")]

from app_process import App, running  # noqa: E402
from chrome import QUIET, chromium  # noqa: E402
from shown import shown  # noqa: E402
from streaming import WATCH, Told  # noqa: E402

from startup import BARE  # noqa: E402

FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const look = now => {
    window.frames_ms.push(now - last);
    last = now;
    if (window.looking) requestAnimationFrame(look);
  };
  window.looking = true;
  requestAnimationFrame(look);
}"""
NAIVE = """<!doctype html><style>p { font: 19px/1.7 serif } div { height: 300px; overflow: auto }</style>
<div><p></p></div>"""
GROW = """text => {
  const p = document.querySelector('p'), box = p.parentElement;
  window.said = (window.said ?? '') + text;
  p.textContent = window.said;
  box.scrollTop = box.scrollHeight;
}"""
SENTENCE = "we measured the gap on held out prompts and wrote down what would stop the launch"
UPDATES, EVERY_S = 60, 0.1
"""Partial results while frames are counted: ten a second, as a fast engine gives them."""


def frames(page: Page, update: Any) -> dict[str, float]:
    """Frames a second and the slowest ones, while `update(i)` brings new words."""
    page.evaluate(FRAMES)
    for i in range(UPDATES):
        began = time.perf_counter()
        update(i)
        page.wait_for_timeout(max(0.0, EVERY_S - (time.perf_counter() - began)) * 1000)
    page.evaluate("window.looking = false")
    took = page.evaluate("frames_ms").copy()[1:]
    ordered = sorted(took)
    return {
        "frames_a_second": round(1000 * len(took) / sum(took), 1),
        "frame_p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "frame_worst_ms": round(ordered[-1], 1),
    }


def first_paint_ms(browser: Browser, url: str, runs: int, app: App | None = None) -> float:
    took: list[float] = []
    for _ in range(runs):
        context = browser.new_context()
        if app is not None:
            name, value = app.cookie.split("=", 1)
            context.add_cookies([{"name": name, "value": value, "url": app.base}])
        page = context.new_page()
        page.goto(url)
        page.wait_for_timeout(400)
        took.append(page.evaluate(FIRST_PAINT))
        context.close()
    return round(statistics.median(took), 1)


def bare_paint_ms(browser: Browser, runs: int) -> float:
    bare = subprocess.Popen([sys.executable, "-c", BARE], stderr=subprocess.PIPE, text=True)
    assert bare.stderr is not None
    try:
        return first_paint_ms(browser, bare.stderr.readline().strip(), runs)
    finally:
        bare.kill()


def shift_of_a_sample(browser: Browser, app: App) -> dict[str, float]:
    """All layout shift while our own recording is heard for twelve seconds."""
    with shown(browser, app) as page:
        page.goto("/practice/rlhf-limits")
        page.get_by_role("button", name="Weak sample").click()
        page.get_by_role("region", name="Transcript so far").wait_for()
        page.wait_for_timeout(600)
        page.evaluate(WATCH)
        page.wait_for_timeout(12_000)
        seen = page.evaluate("shifts")
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("heading", name="Your words").wait_for()
        return {
            "shift_in_transcript": sum(value for inside, value, _ in seen if inside),
            "shift_on_page": sum(value for _, value, _ in seen),
        }


def long_talk(browser: Browser, app: App, turns: int) -> dict[str, Any]:
    """Each turn in three revisions; the heap at each third, collected; then frames at full length."""
    with shown(browser, app) as page:
        control = page.context.new_cdp_session(page)
        control.send("Performance.enable")
        told = Told(page)
        told.open()
        heap: list[float] = []
        began = time.perf_counter()
        for turn in range(turns):
            for revision in range(2):
                told.say(turn, SENTENCE[: 30 + 20 * revision], revision=revision)
            told.say(turn, f"{SENTENCE} {turn}.", revision=9, final=True)
            told.level(turn % 10 / 10)
            if turn % 50 == 49:
                page.get_by_text(f"{SENTENCE} {turn}.").first.wait_for(state="attached")
            if (turn + 1) % (turns // 3) == 0:
                heap.append(heap_mb(control))
        took = time.perf_counter() - began
        counted = frames(
            page, lambda i: told.say(turns, " ".join(SENTENCE.split()[: 3 + i % 12]), revision=i)
        )
        return {**counted, "heap_mb_by_thirds": heap, "told_in_s": round(took, 1)}


def heap_mb(control: Any) -> float:
    control.send("HeapProfiler.collectGarbage")
    found = {m["name"]: m["value"] for m in control.send("Performance.getMetrics")["metrics"]}
    return round(found["JSHeapUsedSize"] / 1e6, 1)


def blank_and_naive(browser: Browser, turns: int) -> tuple[dict[str, float], dict[str, float]]:
    page = browser.new_page()
    page.set_content("<!doctype html><p>")
    blank = frames(page, lambda _: None)
    page.set_content(NAIVE)
    page.evaluate(GROW, " ".join(f"{SENTENCE} {turn}." for turn in range(turns)))
    naive = frames(page, lambda i: page.evaluate(GROW, f" word{i}"))
    page.close()
    return blank, naive


def script_bytes() -> int:
    built = Path(extrabrain.__file__).parent / "_web"
    return sum(len(gzip.compress(script.read_bytes(), 9)) for script in built.rglob("*.js"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--turns", type=int, default=3_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--no-ledger", action="store_true")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as play,
        running(Path(folder) / "home", places().models) as app,
    ):
        browser = play.chromium.launch(executable_path=chromium(), args=QUIET)
        blank, naive = blank_and_naive(browser, given.turns)
        numbers = {
            "turns": given.turns,
            "script_gzip_bytes": script_bytes(),
            "first_paint_ms": first_paint_ms(browser, app.base + "/", given.runs, app),
            "bare_first_paint_ms": bare_paint_ms(browser, given.runs),
            **shift_of_a_sample(browser, app),
            **long_talk(browser, app, given.turns),
            "blank_page": blank,
            "one_paragraph": naive,
        }
        browser.close()
    for name, value in numbers.items():
        print(f"{name:24} {value}")
    if not given.no_ledger:
        print(f"appended to {ledger.append('page', numbers)}")


if __name__ == "__main__":
    main()
