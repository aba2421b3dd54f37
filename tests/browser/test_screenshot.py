"""A picture of the screen, cut and read, in a Chromium that hands over its screen without asking."""

import re
from collections.abc import Iterator

import pytest
from app_process import App
from chrome import QUIET, chromium
from playwright.sync_api import Browser, Page, Playwright, expect
from shown import accessible, shown

pytestmark = [pytest.mark.weights, pytest.mark.browser]

SAID = "The threshold was written down before"
DRAWN = """text => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [900, 500];
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, 900, 500);
  pen.fillStyle = '#111';
  pen.font = '30px sans-serif';
  pen.fillText(text, 40, 80);
  pen.fillText('not to be kept', 40, 440);
  navigator.mediaDevices.getDisplayMedia = async () => {
    const stream = canvas.captureStream(30);
    window.shared = stream;
    const again = setInterval(() => pen.fillRect(890, 0, 1, 1), 30);
    stream.getVideoTracks()[0].addEventListener('ended', () => clearInterval(again));
    return stream;
  };
}"""

FAILS = """name => {
  navigator.mediaDevices.getDisplayMedia = async () => { throw new DOMException('', name) };
}"""


@pytest.fixture(scope="module")
def screen(play: Playwright) -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine; CI installs one")
    sharing = ["--use-fake-ui-for-media-stream", "--auto-select-desktop-capture-source=Entire screen"]
    launched = play.chromium.launch(executable_path=path, args=[*QUIET, *sharing])
    yield launched
    launched.close()


@pytest.fixture
def page(screen: Browser, app: App) -> Iterator[Page]:
    with shown(screen, app) as opened:
        yield opened


def test_take_cut_read_find(page: Page, app: App) -> None:
    """The frame comes from a canvas, so that its text is known; all the rest is real."""
    page.goto("/library")
    page.evaluate(DRAWN, SAID)
    page.get_by_role("button", name="Add a screenshot").click()
    dialog = page.get_by_role("dialog", name="Which part?")
    expect(dialog.locator("canvas")).to_be_visible()
    assert page.evaluate("shared.getTracks().every(track => track.readyState === 'ended')")
    accessible(page)
    dialog.get_by_label("Bottom edge").fill("50")
    dialog.get_by_role("button", name="Read this part").click()
    expect(page.get_by_text("Documents: 1 added.")).to_be_visible(timeout=90_000)
    shot = page.get_by_role("link", name=re.compile(r"Screenshot \d{4}-"))
    expect(shot).to_be_visible()
    shot.click()
    expect(page.get_by_text(SAID)).to_be_visible()
    expect(page.get_by_text("not to be kept")).to_have_count(0)
    assert app.data("/api/library/documents")[0]["kind"] == "screenshot"


def test_dragging_marks_the_part(page: Page) -> None:
    page.goto("/library")
    page.evaluate(DRAWN, SAID)
    page.get_by_role("button", name="Add a screenshot").click()
    box = page.get_by_role("dialog").locator(".frame").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.9 * box["height"])
    page.mouse.up()
    expect(page.get_by_label("Left edge")).to_have_value("10")
    expect(page.get_by_label("Bottom edge")).to_have_value("90")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_refuses_the_browsers_question_is_back_at_once(page: Page) -> None:
    page.goto("/library")
    page.evaluate(FAILS, "NotAllowedError")
    page.get_by_role("button", name="Add a screenshot").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate(FAILS, "NotReadableError")
    page.get_by_role("button", name="Add a screenshot").click()
    expect(page.get_by_role("alert")).to_contain_text("Allow it in your system's settings")
