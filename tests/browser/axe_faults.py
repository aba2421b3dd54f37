"""What axe-core finds on a page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
IN_THEME = """async theme => {
  document.documentElement.dataset.theme = theme;
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it is now, in both themes; skipped where its script is not installed."""
    script = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed: npm ci in web/")
    found: list[str] = []
    page.emulate_media(reduced_motion="reduce")  # no colour is halfway while axe looks
    page.evaluate(script.read_text())
    for theme in ("light", "dark"):
        page.evaluate(IN_THEME, theme)
        result = page.evaluate("axe.run()")
        found += [f"{theme}: {v['id']}: {n['html']}" for v in result["violations"] for n in v["nodes"]]
    page.emulate_media(reduced_motion="null")
    return found
