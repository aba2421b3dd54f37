"""Makes docs/images/*.png from the real app playing the weak sample; needs a Chromium and the starter models.

uv run python tools/make_screenshots.py
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from extrabrain.app.places import places

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT / "tests" / "web"))

from app_process import App, running  # noqa: E402


def journey(page: Page, theme: str) -> None:
    def shot(name: str) -> None:
        page.wait_for_timeout(600)
        page.screenshot(path=IMAGES / f"{name}-{theme}.png")

    page.goto("/practice")
    shot("practice")
    page.goto("/practice/rlhf-limits")
    shot("question")
    page.get_by_role("button", name="Weak sample").click()
    page.wait_for_timeout(15_000)
    shot("speaking")
    page.get_by_role("heading", name="What to change first").wait_for(timeout=120_000)
    page.get_by_role("heading", name="Your words").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, document.querySelector('a.mark').getBoundingClientRect().top - 160)")
    shot("feedback")
    page.goto("/sessions")
    shot("history")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for theme in ("light", "dark"):
            with running(Path(folder) / theme, places().models) as app:
                page = let_in(app, browser.new_context(base_url=app.base, **look(theme)))
                journey(page, theme)
        browser.close()


def look(theme: str) -> dict[str, object]:
    return {"color_scheme": theme, "viewport": {"width": 1200, "height": 860}, "device_scale_factor": 1}


def let_in(app: App, context: object) -> Page:
    name, value = app.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": app.base}])
    return context.new_page()


if __name__ == "__main__":
    main()
