"""P1's session at the page: a real Chromium with a microphone that plays our sample, from the first page on.

Prints each step when it is done. The browser is started as the app's own window is; what it sends of its own
accord counts too.
"""

import io
import re
import struct
import sys
import tempfile
import zlib
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "web"), str(ROOT / "tests" / "browser")]

from app_process import App, running  # noqa: E402
from chrome import chromium  # noqa: E402

from extrabrain.app.places import places  # noqa: E402
from extrabrain.app.window import FLAGS  # noqa: E402
from extrabrain.sound.encode import wav_header  # noqa: E402
from extrabrain.sound.file import read_audio  # noqa: E402

LONG = 120_000
NOTE = "# Evaluation notes\n\nThe refusal rate fell from nine to two percent on held-out tasks.\n"


def done(step: str) -> None:
    sys.stdout.write(f"{step}\n")
    sys.stdout.flush()


def microphone(folder: Path) -> list[str]:
    pcm = b"".join(chunk.pcm for chunk in read_audio(ROOT / "examples" / "weak.flac"))
    path = folder / "microphone.wav"
    path.write_bytes(wav_header(len(pcm) // 2) + pcm)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}%noloop",
    ]


def practise(page: Page) -> None:
    page.goto("/practice/rlhf-limits")
    page.get_by_role("button", name=re.compile("Start speaking")).click()
    heard = page.get_by_role("region", name="Transcript so far")
    expect(heard).to_contain_text("feedback", timeout=LONG)
    done("microphone")
    page.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.get_by_role("heading", name="Your words")).to_be_visible(timeout=LONG)
    done("feedback")


def workspace(page: Page, app: App, folder: Path) -> None:
    note = folder / "notes.md"
    note.write_text(NOTE)
    page.goto("/library")
    page.get_by_label("Files to bring").set_input_files(note)
    expect(page.get_by_text("Documents: 1 added.")).to_be_visible(timeout=LONG)
    done("import")
    page.get_by_role("searchbox").fill("How far did the refusal rate fall?")
    expect(page.get_by_role("link", name=re.compile("refusal rate")).first).to_be_visible(timeout=LONG)
    done("search")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("region", name="What your documents say")).to_be_visible(timeout=LONG)
    done("ask")
    screenshot(page, app, folder)


def screenshot(page: Page, app: App, folder: Path) -> None:
    """A picture is brought; only where this build reads pictures is it a step."""
    picture = folder / "screen.png"
    picture.write_bytes(_png())
    page.get_by_label("Files to bring").set_input_files(picture)
    page.wait_for_timeout(1_000)
    while app.data("/api/library/import")["busy"]:
        page.wait_for_timeout(300)
    if "cannot be read yet" not in str(app.data("/api/library/import")["report"]):
        done("screenshot")


def _png() -> bytes:
    """A white picture of 64 × 64."""
    held = io.BytesIO()
    held.write(b"\x89PNG\r\n\x1a\n")
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + b"\xff" * 64) * 64)),
        (b"IEND", b""),
    ):
        held.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return held.getvalue()


def meeting(page: Page) -> None:
    page.goto("/live")
    page.get_by_role("radio", name="Meeting").check()
    page.get_by_role("button", name="Next: what is allowed").click()
    dialog = page.get_by_role("dialog")
    for name in ("Transcription", "Notes", "AI assistance", "I confirm"):
        dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=LONG)
    page.get_by_label("A question to look up").fill("How far did the refusal rate fall?")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_text("from nine to two percent")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", level=1, name="Meeting")).to_be_visible(timeout=LONG)
    done("live")


def export(page: Page) -> None:
    page.goto("/sessions")
    page.locator("main a[href^='/sessions/']").first.click()
    for name in ("Markdown", "PDF", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        download.value.path()
    done("export")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(folder / "home", places().models) as app, sync_playwright() as play:
            sound = microphone(folder)
            browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", *FLAGS, *sound])
            context = browser.new_context(base_url=app.base, accept_downloads=True)
            cookie, value = app.cookie.split("=", 1)
            context.add_cookies([{"name": cookie, "value": value, "url": app.base}])
            page = context.new_page()
            page.goto("/")
            done("page")
            practise(page)
            workspace(page, app, folder)
            meeting(page)
            export(page)
            page.goto("/privacy")
            page.get_by_role("button", name="Check the ledger").click()
            done("privacy")
            browser.close()


if __name__ == "__main__":
    main()
