"""A page to print, in blocks, read from the Markdown that this app writes (`session_page`, `mock_report`).

Only that much Markdown is known: headings, a line of facts in italics, lists, quotes, tables, bold, and
backslashes before the signs that were said rather than meant.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "heading", "subheading", "facts", "item", "quote", "text"]


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`mark` is what stands before an item: a dash, its number or a tick box; `depth` counts indents."""

    kind: Kind
    runs: tuple[Run, ...]
    mark: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the head."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]


_ITEM = re.compile(r"( *)(-|\d+\.) (.*)")
_HEADINGS: tuple[tuple[str, Kind], ...] = (("# ", "title"), ("## ", "heading"), ("### ", "subheading"))
_TICK = re.compile(r"(\[[x ]\]) ")
_INDENT = 3
_SIGNS = re.compile(r"\\(.)|(\*\*)")
_CELL = re.compile(r"(?<!\\)\|")


def blocks(markdown: str) -> list[Block | Table]:
    made: list[Block | Table] = []
    rows: list[tuple[tuple[Run, ...], ...]] = []
    for line in [*markdown.splitlines(), ""]:
        if line.startswith("| "):
            cells = [cell.strip() for cell in _CELL.split(line.strip())[1:-1]]
            if not all(cell == "---" for cell in cells):
                rows.append(tuple(runs(cell) for cell in cells))
            continue
        if rows:
            made.append(Table(tuple(rows)))
            rows = []
        if line.strip():
            made.append(_block(line))
    return made


def _block(line: str) -> Block:
    for sign, kind in _HEADINGS:
        if line.startswith(sign):
            return Block(kind, runs(line[len(sign) :]))
    if item := _ITEM.fullmatch(line):
        indent, mark, said = item.groups()
        depth = (len(indent) + 1) // _INDENT
        if ticked := _TICK.match(said):
            return Block("item", runs(said[ticked.end() :]), ticked[1], depth)
        return Block("item", runs(said), "–" if mark == "-" else mark, depth)
    if line.startswith(">"):
        return Block("quote", runs(line[1:].strip()))
    if len(line) > 2 and line[0] == line[-1] == "*" and line[1] != "*":
        return Block("facts", runs(line[1:-1]))
    return Block("text", runs(line))


def runs(line: str) -> tuple[Run, ...]:
    """Plain and bold stretches, without the signs."""
    made: list[Run] = []
    bold, said, at = False, "", 0
    for sign in _SIGNS.finditer(line):
        said += line[at : sign.start()]
        at = sign.end()
        if sign[2]:
            made.append(Run(said, bold))
            bold, said = not bold, ""
        else:
            said += sign[1]
    made.append(Run(said + line[at:], bold))
    return tuple(run for run in made if run.text)
