"""A page of the app in Chromium that fails on trouble, and the checks that each page gets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app_process import App
from axe_faults import faults
from playwright.sync_api import Browser, Page

REFUSED = "the server responded with a status of 4"
"""What Chromium says of an answer that a page may well get: the app refused something, in words."""
WEAK = "We will balance safety and helpfulness. Our filter always works, so nothing can go wrong."
STRONG = (
    "Human feedback stops being enough once raters cannot see the failure. In our 2023 run I measured a gap "
    "of 12 points between the proxy and 400 held-out prompts. The limit is that raters share blind spots, so "
    "I would add red teaming. I would stop the launch above five points, and I learned to write that "
    "threshold down before training starts."
)


@contextmanager
def shown(browser: Browser, app: App, **options: Any) -> Iterator[Page]:
    """Let in through the cookie; fails on any request to another host or error in the console."""
    context = browser.new_context(base_url=app.base, **options)
    name, value = app.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": app.base}])
    page = context.new_page()
    troubles = watched(page, app)
    yield page
    context.close()
    assert troubles == []


def watched(page: Page, app: App, *, away: bool = False) -> list[str]:
    """What goes wrong on the page from now on; where the app may be `away`, no answer is fine."""
    troubles: list[str] = []
    own = (app.base, app.socket, "blob:", "data:")

    def said(kind: str, text: str) -> None:
        gone = away and ("net::ERR_" in text or "WebSocket" in text)
        if kind == "error" and not gone and REFUSED not in text:
            troubles.append(text)

    page.on("console", lambda m: said(m.type, m.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(own) else troubles.append(r.url))
    return troubles


def reach(page: Page, name: str | re.Pattern[str], role: Any = "button") -> None:
    """Goes to a control with Tab alone, as without a mouse; fails where Tab never gets there."""
    wanted = page.get_by_role(role, name=name).first
    wanted.wait_for()
    for _ in range(250):
        if wanted.evaluate("found => found === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name!r}")


def press(page: Page, name: str | re.Pattern[str], role: Any = "button") -> None:
    reach(page, name, role)
    page.keyboard.press("Enter")


def typed(app: App, question_id: str, text: str) -> str:
    """The session of a typed answer."""
    return app.post("/api/practice", {"question_id": question_id, "text": text})["data"]["session_id"]


def accessible(page: Page) -> None:
    """Axe finds nothing in light and in dark, and nothing runs off the side."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide), "the page scrolls sideways"
    found = faults(page)
    assert found == [], found
