"""Makes docs/images/*.png: every page in both themes from the real app; needs Chromium and the starter set.

uv run python tools/make_screenshots.py            # what docs/tour.md shows
uv run python tools/make_screenshots.py --look DIR # the same at 390 px and at 200 % zoom too, into DIR
uv run python tools/make_screenshots.py --only live # one step of the journey
"""

import argparse
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from playwright.sync_api import Page, sync_playwright

from extrabrain.app.places import places
from extrabrain.sound.encode import wav_header
from extrabrain.sound.file import read_audio

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
sys.path[:0] = [str(ROOT / "tests" / "web"), str(ROOT / "tests" / "browser")]

from app_process import App, running  # noqa: E402
from shown import STRONG, WEAK  # noqa: E402

Shot = Callable[[str], None]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}, "device_scale_factor": 1}
VIEWS: dict[str, dict[str, Any]] = {
    "": DESK,
    "phone-": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1},
    "zoom-": {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2},
}
"""Names start with these; only the first stands in the docs."""
COLOURS = 255
"""In a picture, so that it stays small."""


def journey(page: Page, app: App, shot: Shot) -> None:
    """Through every page; `shot` keeps what is seen under a name."""
    first_steps(page, app, shot)
    practice(page, shot)
    mock(page, app, shot)
    look_back(page, app, shot)
    workspace(page, app, shot)
    live(page, app, shot)


def first_steps(page: Page, app: App, shot: Shot) -> None:
    page.goto("/welcome")
    page.get_by_text("fits this machine").first.wait_for()
    shot("welcome")
    page.goto("/")
    page.get_by_role("heading", name="How it works").wait_for()
    shot("today-first")
    for question_id, text in (
        ("rlhf-limits", WEAK),
        ("rlhf-limits", WEAK + " " + STRONG),
        *((q["question_id"], STRONG) for q in app.data("/api/questions")[3:9:3]),
        ("rlhf-limits", STRONG),
    ):
        app.post("/api/practice", {"question_id": question_id, "text": text})
    app.post("/api/interview-date", {"date": (date.today() + timedelta(days=12)).isoformat()})
    page.goto("/")
    page.get_by_text("12 days to your interview").wait_for()
    shot("today")


def practice(page: Page, shot: Shot) -> None:
    page.goto("/practice")
    shot("practice")
    page.goto("/practice/rlhf-limits")
    shot("question")
    page.get_by_role("button", name="Weak sample").click()
    page.wait_for_timeout(15_000)
    shot("speaking")
    page.get_by_role("heading", name="What to change first").wait_for(timeout=120_000)
    shot("feedback")
    page.get_by_role("heading", name="Your words").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, document.querySelector('a.mark').getBoundingClientRect().top - 260)")
    shot("feedback-words")


def mock(page: Page, app: App, shot: Shot) -> None:
    page.goto("/mock")
    shot("mock")
    page.get_by_label("Questions").select_option("3")
    page.get_by_role("button", name="Start the interview").click()
    page.get_by_text("Question 1 of 3").wait_for()
    shot("mock-question")
    mock_id = page.url.rsplit("/", 1)[1]
    for text in (WEAK, STRONG, WEAK + " " + STRONG):
        turns = app.data(f"/api/mocks/{mock_id}")["turns"]
        open_turn = next(turn["position"] for turn in turns if turn["state"] == "open")
        app.post(f"/api/mocks/{mock_id}/turns/{open_turn}", {"text": text})
        app.post(f"/api/mocks/{mock_id}/turns/{open_turn}/close")
    app.post(f"/api/mocks/{mock_id}/end")
    page.reload()
    page.get_by_role("heading", name="Your report").wait_for()
    shot("mock-report")


def look_back(page: Page, app: App, shot: Shot) -> None:
    page.goto("/bank")
    shot("bank")
    page.goto("/bank/rlhf-limits")
    shot("card")
    page.goto("/sessions")
    shot("history")
    lines = [line for line in app.data("/api/sessions") if line["question_id"] == "rlhf-limits"]
    page.goto("/compare?" + "&".join(f"session={line['session_id']}" for line in reversed(lines[1:3])))
    shot("compare")
    page.goto(f"/sessions/{lines[0]['session_id']}")
    shot("session")
    page.goto("/progress")
    shot("progress")
    page.goto("/settings")
    shot("settings")
    page.keyboard.press("Control+k")
    shot("palette")


RESUME = """# Ines Marchetti

## Experience
- Cut p99 latency of the triage model from 900 to 340 ms by batching requests.
- Led a red team of six on account takeover; we blocked two launches until the bypass was fixed.
- When calibration broke after an update, I stopped the rollout. Refusals fell from nine to two percent.
"""


def live(page: Page, app: App, shot: Shot) -> None:
    page.goto("/live")
    page.get_by_role("radio", name="Meeting").check()
    page.get_by_label("A name for it").fill("Weekly sync")
    page.get_by_role("button", name="Next: what is allowed").click()
    dialog = page.get_by_role("dialog")
    for name in ("Transcription", "Notes", "AI assistance", "I confirm"):
        dialog.get_by_label(name).check()
    dialog.get_by_label("Who said so").fill("everybody in the call")
    shot("live-rules")
    dialog.get_by_role("button", name="Begin").click()
    page.get_by_text("Recording", exact=True).wait_for()
    for note in ("they want numbers", "send the report by Friday"):
        page.get_by_label("A note, kept with its time").fill(note)
        page.keyboard.press("Enter")
        page.wait_for_timeout(4_000)
    page.get_by_label("A question to look up").fill("How did we cut the latency of the triage model?")
    page.get_by_role("button", name="Look up").click()
    page.get_by_text("human feedback").first.wait_for(timeout=90_000)
    shot("live")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("heading", name="What it came to").wait_for()
    shot("live-review")


def bring_resume(page: Page, app: App) -> None:
    handed = f"{app.base}/api/library/files?name=resume.md&kind=resume"
    httpx2.post(handed, content=RESUME.encode(), headers=app.headers, timeout=60).raise_for_status()
    while not app.data("/api/library/documents") or app.data("/api/library/import")["busy"]:
        page.wait_for_timeout(300)


def workspace(page: Page, app: App, shot: Shot) -> None:
    bring_resume(page, app)
    page.goto("/library")
    shot("library")
    page.goto(f"/library/{app.data('/api/library/documents')[0]['document_id']}")
    shot("document")
    page.goto("/stories")
    page.get_by_role("button", name="Find stories in my documents").click()
    page.wait_for_timeout(2_000)
    shot("stories")
    told = {"action": "When calibration broke after an update, I stopped the rollout."}
    written = app.post("/api/stories", {"title": "The rollout that I stopped", "parts": told})["data"]
    page.goto(f"/stories/{written['story']['story_id']}")
    page.get_by_role("heading", level=1).wait_for()
    shot("story")
    page.goto("/plan")
    shot("plan")
    page.goto("/privacy")
    shot("privacy")


def microphone(path: Path) -> list[str]:
    """What makes Chromium hear the weak sample instead of a microphone."""
    pcm = b"".join(chunk.pcm for chunk in read_audio(ROOT / "examples" / "weak.flac"))
    path.write_bytes(wav_header(len(pcm) // 2) + pcm)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}%noloop",
    ]


@contextmanager
def let_in(browser: Any, app: App, theme: str, view: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(base_url=app.base, color_scheme=theme, **view)
    name, value = app.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": app.base}])
    yield context.new_page()
    context.close()


def smaller(png: bytes) -> bytes:
    """The picture with at most `COLOURS` colours: the most frequent ones, each pixel the nearest of them."""
    width, height, pixels = unpacked(png)
    keys = pixels[..., 0].astype(np.uint32) << 16 | pixels[..., 1].astype(np.uint32) << 8 | pixels[..., 2]
    found, where, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = found[np.argsort(counts)[::-1][:COLOURS]]
    rgb = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.int32)
    palette = np.stack([kept >> 16, kept >> 8 & 255, kept & 255], axis=1).astype(np.int32)
    nearest = np.concatenate(
        [
            ((part[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
            for part in np.array_split(rgb, 64)
        ]
    )
    rows = nearest[where.reshape(height, width)].astype(np.uint8)
    lines = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            chunk(b"IEND", b""),
        ]
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def unpacked(png: bytes) -> tuple[int, int, "np.ndarray[Any, np.dtype[np.uint8]]"]:
    """Width, height and RGB pixels; PyAV, which reads sound for the app, reads pictures too."""
    import io

    import av

    with av.open(io.BytesIO(png), "r", format="png_pipe") as picture:
        frame = next(picture.decode(video=0))
        pixels: Any = frame.to_ndarray(format="rgb24")
        return frame.width, frame.height, pixels


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--look", type=Path, help="a folder for all widths, whole pages; the docs stay")
    parser.add_argument("--only", choices=("live",), help="one step, for which a résumé is brought first")
    given = parser.parse_args()
    folder = given.look or IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    views = VIEWS if given.look else {"": DESK}
    with tempfile.TemporaryDirectory() as homes, sync_playwright() as play:
        sound = microphone(Path(homes) / "microphone.wav")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", *sound])
        for theme in ("light", "dark"):
            for start, view in views.items():
                with (
                    running(Path(homes) / f"{start}{theme}", places().models) as app,
                    let_in(browser, app, theme, view) as page,
                ):

                    def shot(name: str, start: str = start, theme: str = theme, page: Page = page) -> None:
                        page.wait_for_timeout(600)
                        made = page.screenshot(full_page=given.look is not None)
                        (folder / f"{start}{name}-{theme}.png").write_bytes(smaller(made))

                    if given.only == "live":
                        bring_resume(page, app)
                        live(page, app, shot)
                    else:
                        journey(page, app, shot)
        browser.close()


if __name__ == "__main__":
    main()
