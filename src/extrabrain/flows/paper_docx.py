"""A page as DOCX, with the styles that word processors know, so that it can be restyled at once."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extrabrain.flows.paper import Block, Kind, Run, Table, blocks

if TYPE_CHECKING:
    from docx.document import Document

STYLES: dict[Kind, str] = {
    "title": "Title",
    "heading": "Heading 1",
    "subheading": "Heading 2",
    "facts": "Subtitle",
    "quote": "Quote",
    "text": "Normal",
}


def docx(markdown: str) -> bytes:
    """The whole file."""
    from docx import Document

    page = Document()
    made = blocks(markdown)
    page.core_properties.title = next(
        (b.text for b in made if isinstance(b, Block) and b.kind == "title"), ""
    )
    page.core_properties.author = ""
    page.core_properties.comments = ""
    for block in made:
        if isinstance(block, Table):
            _table(page, block)
        else:
            ticked = (Run(f"{block.mark} "),) if block.mark.startswith("[") else ()
            _runs(page.add_paragraph(style=_style(block)), (*ticked, *block.runs))
    out = BytesIO()
    page.save(out)
    return out.getvalue()


def _style(block: Block) -> str:
    if block.kind != "item":
        return STYLES[block.kind]
    kind = "List Number" if block.mark.endswith(".") else "List Bullet"
    return f"{kind} {min(block.depth, 2) + 1}" if block.depth else kind


def _table(page: "Document", table: Table) -> None:
    drawn = page.add_table(rows=0, cols=len(table.rows[0]), style="Light List Accent 1")
    for row in table.rows:
        for cell, runs in zip(drawn.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], runs)


def _runs(paragraph: Any, runs: Iterable[Run]) -> None:
    for run in runs:
        paragraph.add_run(run.text).bold = run.bold or None
