# ruff: noqa: E501 - HTML, CSS and tables are easier to read in long lines
"""Screens drawn by real Chromium, and the words that can be seen on each."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from screens import pages
from screens.look import FONTS, THEMES, WINDOWS, face

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "browser"))
from chrome import QUIET, chromium

KINDS = ("code", "slide", "web")
SIZES = {"tune": {"code": (13, 16), "web": (13, 16)}, "report": {"code": (12, 14, 15), "web": (12, 14, 17)}}

# Blocks that the window cuts off are hidden: half a letter is nobody's word.
SEEN = """() => {
  const inside = (box, el) => {
    let [l, t, r, b] = [0, 0, innerWidth, innerHeight];
    for (let up = el; up; up = up.parentElement) {
      if (getComputedStyle(up).overflow !== 'visible' && up !== document.body) {
        const edge = up.getBoundingClientRect();
        [l, t, r, b] = [Math.max(l, edge.left), Math.max(t, edge.top), Math.min(r, edge.right), Math.min(b, edge.bottom)];
      }
    }
    return box.width > 0 && box.left >= l && box.top >= t && box.right <= r + 1 && box.bottom <= b + 1;
  };
  let words = [];
  for (const block of document.querySelectorAll('[data-t]')) {
    const nodes = [], walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let text = '';
    while (walk.nextNode()) { nodes.push([walk.currentNode, text.length]); text += walk.currentNode.data; }
    const at = i => { const [n, s] = nodes.findLast(([, s]) => s <= i); return [n, i - s]; };
    const mine = [];
    let whole = true;
    for (const m of text.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(...at(m.index));
      const [n, i] = at(m.index + m[0].length - 1);
      range.setEnd(n, i + 1);
      if ([...range.getClientRects()].every(box => inside(box, block))) mine.push(m[0]);
      else whole = false;
    }
    if (whole) words = words.concat(mine);
    else block.style.visibility = 'hidden';
  }
  return words;
}"""


@dataclass(frozen=True, slots=True)
class Screen:
    """`words` are all that can be seen whole, in no order that means anything."""

    name: str
    kind: str
    png: bytes
    words: tuple[str, ...]


def screens(which: str, count: int) -> Iterator[Screen]:
    """`count` screens of a set, a third of each kind; the same ones each time."""
    rng = random.Random(f"{which} screens")
    mine = 0 if which == "tune" else 1
    sources, prose, packs = ([*each][mine::2] for each in (pages.SOURCES, pages.PROSE, pages.PACKS))
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(), args=[*QUIET, "--allow-file-access-from-files"]
        )
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            theme = THEMES[which][number // 3 % len(THEMES[which])]
            window = WINDOWS[which][number // 4 % len(WINDOWS[which])]
            fonts = FONTS[which]["code" if kind == "code" else "prose"]
            font = fonts[number // 3 % len(fonts)]
            rule, family = face(font)
            size = rng.choice(SIZES[which].get(kind, (16,)))
            if kind == "code":
                body = pages.code(rng, theme, sources)
            elif kind == "slide":
                body = pages.slide(rng, theme, packs)
            else:
                body = pages.web(rng, theme, prose)
            context = browser.new_context(
                viewport={"width": window.width, "height": window.height}, device_scale_factor=window.scale
            )
            page = context.new_page()
            place = Path(f"{sys.argv[0]}").absolute()
            page.goto(place.parent.as_uri() + "/")
            page.set_content(
                f"<!doctype html><meta charset=utf-8><style>{rule} * {{ font-style: normal }} body {{ margin: 0; overflow: hidden; "
                f"font: {size}px/1.5 {family}; color: {theme.ink}; background: {theme.paper} }}</style>{body}"
            )
            page.evaluate("document.fonts.ready")
            name = f"{number:02} {kind} {theme.name} {font.removeprefix('fontpkg_')} {window.width}@{window.scale} {size}px"
            words = tuple(page.evaluate(SEEN))
            yield Screen(name, kind, page.screenshot(), words)
            context.close()
        browser.close()
