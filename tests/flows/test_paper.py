"""PDF and DOCX of what was practised, read back by readers that are not ours."""

import sys
from io import BytesIO
from typing import Any

import pypdf
import pytest
from docx import Document

from extrabrain.flows.paper import Block, Run, Table, blocks
from extrabrain.flows.paper_docx import docx
from extrabrain.flows.paper_pdf import BOX, pdf

PAGE = r"""# A question about \*signs\*, said by Łukasz Žižek

*Practice · 2026-01-01 · 21 words*

## Next steps

1. Say the number first.
   - You said: “we \_measured\_ it \| twice”
   - Try: “[how many users?]”

- [x] A point that Νίκος made
- **vague** (!!) “Привет from Nguyễn Thị Ánh”
  - why it is

| axis | 0–4 |
| --- | --- |
| technical \| deep | 2.5 |

> a quoted answer

**0:01** We began.
"""
SAID = (
    "A question about *signs*, said by Łukasz Žižek",
    "Practice · 2026-01-01 · 21 words",
    "Say the number first.",
    "You said: “we _measured_ it | twice”",
    "[how many users?]",
    "A point that Νίκος made",
    "vague (!!) “Привет from Nguyễn Thị Ánh”",
    "technical | deep",
    "a quoted answer",
    "0:01 We began.",
)


def test_the_markdown_is_read_without_its_signs() -> None:
    made = blocks(PAGE)
    assert made[0] == Block("title", (Run("A question about *signs*, said by Łukasz Žižek"),))
    items = [(b.mark, b.depth) for b in made if isinstance(b, Block) and b.kind == "item"]
    assert items == [("1.", 0), ("–", 1), ("–", 1), ("[x]", 0), ("–", 0), ("–", 1)]
    bold = next(b for b in made if isinstance(b, Block) and b.text.startswith("vague"))
    assert bold.runs[0] == Run("vague", bold=True)
    tables = [b for b in made if isinstance(b, Table)]
    assert tables == [
        Table((((Run("axis"),), (Run("0–4"),)), ((Run("technical | deep"),), (Run("2.5"),)))),
    ]


def test_a_pdf_says_it_all_and_carries_its_font() -> None:
    read = pypdf.PdfReader(BytesIO(pdf(PAGE)))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert [said for said in SAID if said not in text] == []
    assert read.metadata is not None and read.metadata.title == SAID[0]
    assert [str(entry["/Title"]) for entry in read.outline if isinstance(entry, dict)] == [SAID[0]]
    resources: Any = read.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor, "every font is in the file"


def test_a_long_page_goes_on_and_nothing_is_cut() -> None:
    lines = [f"- point number {n} " + "word " * 30 for n in range(120)]
    read = pypdf.PdfReader(BytesIO(pdf("# Long\n\n" + "\n".join(lines) + "\n")))
    text = " ".join(page.extract_text() for page in read.pages)
    assert len(read.pages) > 3
    assert all(f"point number {n} " in text for n in range(120))


def test_a_sign_that_no_font_has_is_a_box_and_is_said() -> None:
    unknown = chr(0x10A60)  # Old South Arabian
    read = pypdf.PdfReader(BytesIO(pdf(f"# A\n\n- x{unknown}y\n")))
    text = read.pages[0].extract_text()
    assert "no font on this machine" in text
    assert unknown not in text and "x" in text and "y" in text
    assert BOX not in PAGE and "no font" not in pypdf.PdfReader(BytesIO(pdf(PAGE))).pages[0].extract_text()


def test_a_docx_says_it_all_in_known_styles() -> None:
    read = Document(BytesIO(docx(PAGE)))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    text = "\n".join([p.text for p in read.paragraphs] + cells)
    assert [said for said in SAID if said not in text] == []
    styles = [p.style.name for p in read.paragraphs if p.style is not None]
    assert styles[:4] == ["Title", "Subtitle", "Heading 1", "List Number"]
    assert "List Bullet 2" in styles


@pytest.mark.parametrize("write", [pdf, docx])
def test_nothing_reaches_out(write: Any) -> None:
    """An address in the text stays text: nothing is looked up, nothing is fetched."""
    reached: list[str] = []
    watching = True

    def hear(event: str, _: Any) -> None:
        if watching and event.startswith("socket."):
            reached.append(event)

    sys.addaudithook(hear)
    write("# https://example.com/a.png\n\n- <img src=https://example.com/b.png> ![x](https://example.com)\n")
    watching = False
    assert reached == []
