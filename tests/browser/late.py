"""Answers of the app that come when the test lets them, in any order."""

import json
from typing import Any

from playwright.sync_api import APIResponse, Page, Route
from streaming import until


class Late:
    """Holds back what the app answers to these; the app itself gets them as they are made."""

    def __init__(self, page: Page, pattern: str, method: str = "") -> None:
        self._page = page
        self._pattern = pattern
        self._method = method
        self._held: list[tuple[Route, APIResponse]] = []
        self._free = False
        self.asked: list[Any] = []
        """What was sent along, in its order."""
        page.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        if self._method and route.request.method != self._method:
            route.fallback()
            return
        self.asked.append(json.loads(route.request.post_data or "null"))
        answer = route.fetch()
        if self._free:  # it was on its way when all were let go
            route.fulfill(response=answer)
        else:
            self._held.append((route, answer))

    def wait(self, count: int = 1) -> None:
        """Until so many answers are held."""
        until(self._page, lambda: len(self._held) >= count)

    def give(self, *, last: bool = False) -> None:
        """The first answer that is held, or the last; waits for one, and until the page has dealt with it."""
        self.wait()
        route, answer = self._held.pop(-1 if last else 0)
        route.fulfill(response=answer)
        settled(self._page)

    def free(self) -> None:
        """Lets all go, and holds nothing any more."""
        self._free = True
        while self._held:
            self.give()
        self._page.unroute(self._pattern, self._hold)


def settled(page: Page) -> None:
    """What the page asked for until now has reached the test, and what was given has reached the page."""
    page.evaluate("fetch('/api/status').then(answer => answer.json())")


def refusing(page: Page, pattern: str) -> None:
    """The app says no to these, in words."""
    body = json.dumps({"code": 2, "message": "Not today.", "data": None})

    def refuse(route: Route) -> None:
        route.fulfill(status=400, content_type="application/json", body=body)

    page.route(pattern, refuse)
