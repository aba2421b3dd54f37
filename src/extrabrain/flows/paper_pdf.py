"""A page as PDF, on A4, with a font of its own in it so that every name looks the same everywhere."""

import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extrabrain.flows.paper import Block, Kind, Run, Table, blocks

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "fira"
MARGIN_MM, STEP_MM = 22, 6
BODY_PT = 10.5
SIZES_PT: dict[Kind, float] = {"title": 19, "heading": 13.5, "subheading": 11.5, "facts": 9}
ABOVE_MM: dict[Kind, float] = {
    "title": 0,
    "heading": 5,
    "subheading": 3.5,
    "facts": 1,
    "text": 1.5,
    "quote": 1,
}
GREY, INK, PALE = (110, 110, 110), (25, 25, 25), (200, 200, 200)
BOX = "▯"
NO_FONT = "a sign of a script that no font on this machine has"
LINE = 1.42
"""Height of a line, in heights of its letters."""
MM_A_PT = 25.4 / 72

SYSTEM_FONTS: dict[str, tuple[str, ...]] = {
    "linux": (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    ),
    "darwin": ("/System/Library/Fonts/Supplemental/Arial Unicode.ttf", "/Library/Fonts/Arial Unicode.ttf"),
    "win32": tuple(
        f"C:/Windows/Fonts/{name}" for name in ("msyh.ttc", "malgun.ttf", "msgothic.ttc", "seguisym.ttf")
    ),
}
"""Where writing beyond Latin, Greek and Cyrillic is found; taken only where a page needs it."""


def pdf(markdown: str) -> bytes:
    """The whole file. A sign that no font here has becomes an empty box, and the page says so at its end."""
    from fpdf import FPDF

    page = FPDF(format="A4")
    missing = _fonts(page, markdown)
    if missing:
        markdown = f"{markdown.translate(dict.fromkeys(missing, BOX))}\n*{BOX}: {NO_FONT}*\n"
    made = blocks(markdown)
    title = next((b.text for b in made if isinstance(b, Block) and b.kind == "title"), "extrabrain")
    page.set_title(title)
    page.set_creator("extrabrain")
    page.set_lang("en")
    page.set_margin(MARGIN_MM)
    page.set_auto_page_break(True, MARGIN_MM)
    page.add_page()
    for block in made:
        if isinstance(block, Table):
            _table(page, block)
        else:
            _block(page, block)
    return bytes(page.output())


def _fonts(page: "FPDF", text: str) -> set[int]:
    """Adds what this text needs; gives the code points that no font has."""
    page.add_font(FAMILY, "", _shipped("FiraSans-Regular.ttf"))
    page.add_font(FAMILY, "B", _shipped("FiraSans-Bold.ttf"))
    missing = {ord(sign) for sign in text if not sign.isspace()} - _known(page, FAMILY)
    added: list[str] = []
    for path in SYSTEM_FONTS.get(sys.platform, ()):
        if not missing:
            break
        if Path(path).is_file():
            name = f"system{len(added)}"
            page.add_font(name, "", path)
            missing -= _known(page, name)
            added.append(name)
    if added:
        page.set_fallback_fonts(added, exact_match=False)
    return missing


def _known(page: "FPDF", family: str) -> set[int]:
    font = cast("Any", page.fonts[family])
    return set(cast("dict[int, Any]", font.cmap))


def _shipped(name: str) -> Path:
    """A font file of the package fontpkg-fira-sans (SIL Open Font License)."""
    spec = find_spec("fontpkg_fira_sans")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package fontpkg-fira-sans is not installed")
    return Path(spec.origin).parent / "files" / name


def _block(page: "FPDF", block: Block) -> None:
    size = SIZES_PT.get(block.kind, BODY_PT)
    strong = block.kind in ("title", "heading", "subheading")
    page.ln(ABOVE_MM.get(block.kind, 0.5))
    if strong and page.will_page_break(size * MM_A_PT * LINE * 3):
        page.add_page()
    if block.kind in ("title", "heading"):
        page.start_section(block.text, level=0 if block.kind == "title" else 1, strict=False)
    page.set_text_color(*(GREY if block.kind == "facts" else INK))
    left = MARGIN_MM + STEP_MM * (block.depth + (1 if block.kind in ("item", "quote") else 0))
    page.set_left_margin(left)
    page.set_x(left)
    if block.kind == "item":
        page.set_font(FAMILY, "", size)
        page.set_x(left - STEP_MM + 1)
        page.cell(STEP_MM - 1, size * MM_A_PT * LINE, block.mark)
    _write(page, block.runs, size, bold=strong)
    page.ln()
    page.set_left_margin(MARGIN_MM)


def _write(page: "FPDF", runs: Iterable[Run], size: float, *, bold: bool) -> None:
    for run in runs:
        page.set_font(FAMILY, "B" if bold or run.bold else "", size)
        page.write(size * MM_A_PT * LINE, run.text)


def _table(page: "FPDF", table: Table) -> None:
    page.ln(1.5)
    page.set_text_color(*INK)
    page.set_draw_color(*PALE)
    page.set_font(FAMILY, "", BODY_PT - 1)
    widths = _widths(table)
    with page.table(
        borders_layout="HORIZONTAL_LINES",
        v_align="TOP",
        padding=(0.8, 1),
        line_height=BODY_PT * MM_A_PT * LINE,
        text_align="LEFT",
        col_widths=widths,
        width=page.epw * min(1.0, sum(widths) / 100),
        align="LEFT",
    ) as drawn:
        for row in table.rows:
            line = drawn.row()
            for cell in row:
                line.cell("".join(run.text for run in cell))
    page.ln(1)


def _widths(table: Table) -> tuple[int, ...]:
    """In hundredths of the page: short columns stay narrow, a long one takes what is left."""
    longest = [max(len("".join(run.text for run in cell)) for cell in column) for column in _columns(table)]
    narrow = [min(30, max(12, 2 + 2 * length)) for length in longest]
    wide = [place for place, length in enumerate(longest) if length > 30]
    left = 100 - sum(narrow[place] for place in range(len(narrow)) if place not in wide)
    return tuple(left // len(wide) if place in wide else narrow[place] for place in range(len(narrow)))


def _columns(table: Table) -> Iterator[tuple[tuple[Run, ...], ...]]:
    yield from zip(*table.rows, strict=True)
