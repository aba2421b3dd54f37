"""A session that the test tells: the page is real, the words come over a line that the test holds."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const inside = entry.sources.some(s => s.node && (s.node.nodeType === 1 ? s.node : s.node.parentElement)
        ?.closest('[aria-label="Transcript so far"]'));
      window.shifts.push([inside, entry.value, entry.hadRecentInput]);
    }
  }).observe({ type: 'layout-shift' });
}"""


class Told:
    """Opens a practice page whose line is held here; `say` sends events to it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._line: WebSocketRoute | None = None
        self._seq = 0
        page.route_web_socket(re.compile("/ws/sessions/"), self._opened)

    def open(self) -> None:
        self._page.goto("/practice/rlhf-limits")
        self._page.get_by_role("button", name="Weak sample").click()
        expect(self._page.get_by_role("region", name="Transcript so far")).to_be_visible()
        until(self._page, lambda: self._line is not None)
        self._send({"type": "ack", "frames": 0})

    def say(self, turn: int, text: str, *, revision: int = 0, final: bool = False) -> None:
        segment = {"turn": turn, "revision": revision, "channel": "mic", "speaker": None, "text": text}
        times = {"words": [], "start_ms": turn * 2400, "end_ms": turn * 2400 + 2000, "is_final": final}
        self.event({"kind": "segment", "segment": {**segment, **times}}, turn * 2400)

    def event(self, body: dict[str, Any], at_ms: int) -> None:
        event = {"session_id": "told", "seq": self._seq, "at_ms": at_ms, "body": body}
        self._seq += 1
        self._send({"type": "event", "event": event})

    def level(self, level: float) -> None:
        self._send({"type": "level", "level": level})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._line is not None
        self._line.send(json.dumps(message))

    def _opened(self, line: WebSocketRoute) -> None:
        self._line = line


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come about in ten seconds")
