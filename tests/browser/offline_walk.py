"""Run where there is no network but loopback: the app starts, plays a sample, gives feedback and is read.

python offline_walk.py HOME MODELS
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

from app_process import running
from chrome import QUIET, chromium
from shown import shown


def main(home: Path, models: Path) -> None:
    with running(home, models) as app, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=QUIET)
        with shown(browser, app) as page:
            page.goto("/practice/rlhf-limits")
            page.get_by_role("button", name="Weak sample").click()
            expect(page.get_by_role("region", name="Transcript so far")).to_contain_text(
                "the", timeout=60_000
            )
            page.get_by_role("button", name=re.compile("^Stop")).click()
            expect(page.get_by_role("heading", name="Your words")).to_be_visible(timeout=60_000)
            for name in ("Today", "Bank", "History", "Progress", "Settings"):
                page.get_by_role("link", name=name, exact=True).click()
                expect(page.locator("main h1")).to_be_visible()
        browser.close()


main(Path(sys.argv[1]), Path(sys.argv[2]))
