"""Every page, empty and with answers in it: axe finds nothing in either theme, nothing runs off the side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import App, running
from playwright.sync_api import Browser, Page, ViewportSize, expect
from shown import STRONG, WEAK, accessible, shown, typed

from extrabrain.web.server import PAGES

pytestmark = [pytest.mark.weights, pytest.mark.browser]
WIDE: ViewportSize = {"width": 1280, "height": 800}
ZOOMED: ViewportSize = {"width": 640, "height": 400}
"""What 1280 × 800 leaves at 200 % zoom."""

VISITED = {
    "/": ["/"],
    "/practice": ["/practice"],
    "/practice/{rest:path}": ["/practice/rlhf-limits", "/practice/{follow_up}"],
    "/mock": ["/mock"],
    "/mock/{rest:path}": ["/mock/{running}", "/mock/{mock}"],
    "/bank": ["/bank"],
    "/bank/{rest:path}": ["/bank/rlhf-limits"],
    "/sessions": ["/sessions"],
    "/sessions/{rest:path}": ["/sessions/{session}"],
    "/compare": ["/compare?session={first}&session={session}"],
    "/progress": ["/progress"],
    "/settings": ["/settings"],
    "/welcome": ["/welcome"],
}
"""By address of the server: what is visited there."""
OTHERS = frozenset({"/library", "/stories", "/plan", "/live", "/privacy"})
"""Pages of other rooms, with tests of their own; by the first part of their address."""
EMPTY = ["/", "/mock", "/sessions", "/progress", "/compare", "/sessions/no/such"]


@pytest.fixture(scope="module")
def lived_in(
    tmp_path_factory: pytest.TempPathFactory, models_dir: Path
) -> Iterator[tuple[App, dict[str, str]]]:
    """An app with answers and interviews, and their ids."""
    with running(tmp_path_factory.mktemp("pages") / "home", models_dir) as app:
        first, session = (typed(app, "rlhf-limits", text) for text in (WEAK, STRONG))
        mocks: list[str] = []
        for _ in range(2):
            mock = app.post("/api/mocks", {"count": 3})["data"]
            app.post(f"/api/mocks/{mock['mock_id']}/turns/0", {"text": WEAK})
            app.post(f"/api/mocks/{mock['mock_id']}/turns/0/close")
            mocks.append(mock["mock_id"])
        app.post(f"/api/mocks/{mocks[0]}/end")
        ids = {"mock": mocks[0], "running": mocks[1], "first": first, "session": session}
        yield app, {**ids, "follow_up": f"{first}-follow-up-0"}


def test_every_address_is_visited() -> None:
    ours = {page for page in PAGES if "/" + page.split("/")[1] not in OTHERS}
    assert ours == set(VISITED)


@pytest.mark.parametrize("address", [each for visited in VISITED.values() for each in visited])
def test_a_page(browser: Browser, lived_in: tuple[App, dict[str, str]], address: str) -> None:
    app, ids = lived_in
    with shown(browser, app, viewport=WIDE) as page:
        settled(page, address.format(**ids))
        assert page.title() != "extrabrain", "each page has a title of its own"
        accessible(page)
        page.set_viewport_size(ZOOMED)
        accessible(page)


def test_pages_with_nothing_in_them(browser: Browser, app: App) -> None:
    with shown(browser, app, viewport=WIDE) as page:
        for address in EMPTY:
            settled(page, address)
            accessible(page)
            links = page.locator("main").locator("a, button")
            assert links.count() > 0, f"{address} says what to do next"


def test_the_palette_and_the_keys(browser: Browser, app: App) -> None:
    with shown(browser, app, viewport=WIDE) as page:
        settled(page, "/progress")
        page.keyboard.press("Control+k")
        page.keyboard.type("bank")
        accessible(page)
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Keys")).to_be_visible()
        accessible(page)
        page.set_viewport_size(ZOOMED)
        accessible(page)


def settled(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
