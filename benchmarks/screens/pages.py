# ruff: noqa: E501 - HTML, CSS and tables are easier to read in long lines
"""The pages as HTML. Each element with `data-t` is a block whose words count."""

import html
import random
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from screens.look import Theme

ROOT = Path(__file__).parents[2]
CODE = ("*.py", "*.ts", "*.svelte", "*.css")
SOURCES = sorted(
    path
    for folder in ("src/extrabrain", "web/src", "tests")
    for kind in CODE
    for path in (ROOT / folder).rglob(kind)
    if "_web" not in path.parts and path.name != "wire.gen.ts" and len(path.read_text().splitlines()) > 60
)
PROSE = sorted((ROOT / "docs").glob("*.md"))
PACKS = sorted((ROOT / "src" / "extrabrain" / "bank" / "packs").glob("*.yaml"))
_TOKEN = re.compile(r"(\"[^\"]*\"|'[^']*'|#.*|//.*|\b[A-Za-z_]\w*\b|\d+)")
_WORDS_OF_CODE = frozenset(
    "def class return import from if else elif for in while with as try except raise const let function".split()
)


def code(rng: random.Random, theme: Theme, sources: list[Path]) -> str:
    """An editor: files at the left, tabs, line numbers, code in colours, a status line."""
    path = rng.choice(sources)
    lines = path.read_text().splitlines()
    start = rng.randrange(0, max(1, len(lines) - 45))
    names = [p.name for p in rng.sample(sources, 14)]
    shown = "".join(
        f'<div class="l"><span class="n" data-t>{number}</span><span data-t>{_coloured(line, theme)}</span></div>'
        for number, line in enumerate(lines[start:], start=start + 1)
    )
    files = "".join(f"<li data-t>{name}</li>" for name in names)
    tabs = "".join(f"<b data-t>{name}</b>" for name in names[:4])
    return f"""<style>
      body {{ display: grid; grid-template-columns: 15em 1fr; grid-template-rows: 1fr 2em; height: 100vh }}
      aside {{ background: {theme.raised}; padding: .8em; overflow: hidden }} ul {{ padding: 0; list-style: none }}
      main {{ overflow: hidden }} nav b {{ font-weight: normal; padding: .5em 1.2em; background: {theme.raised};
      display: inline-block }} .l {{ white-space: pre; line-height: 1.45 }} .n {{ color: {theme.faint};
      display: inline-block; width: 3.5em; text-align: right; margin-right: 1.5em }}
      footer {{ grid-column: 1/3; background: {theme.inks[1]}; color: {theme.paper}; padding: .35em 1em }}
      </style><aside><p data-t>EXPLORER</p><ul>{files}</ul></aside>
      <main><nav>{tabs}</nav><p data-t style="padding-left:1em;color:{theme.faint}">{path.name} of {path.parent.name}</p>
      {shown}</main><footer><span data-t>main, Ln {start + 7}, Col 12, Spaces: 4, UTF-8</span></footer>"""


def _coloured(line: str, theme: Theme) -> str:
    def ink(match: re.Match[str]) -> str:
        token = match[0]
        if token[0] in "\"'":
            colour = theme.inks[2]
        elif token[0] in "#/":
            colour = theme.faint
        elif token in _WORDS_OF_CODE:
            colour = theme.inks[0]
        elif token[0].isdigit():
            colour = theme.inks[3]
        elif token[0].isupper():
            colour = theme.inks[1]
        else:
            return html.escape(token)
        return f'<i style="color:{colour}">{html.escape(token)}</i>'

    made, at = "", 0
    for match in _TOKEN.finditer(line):
        made += html.escape(line[at : match.start()]) + ink(match)
        at = match.end()
    return (made + html.escape(line[at:])).replace("\t", "    ")


def slide(rng: random.Random, theme: Theme, packs: list[Path]) -> str:
    """A talk's slide: a title, points in one or two columns, a small table or a footer."""
    questions = yaml.safe_load(rng.choice(packs).read_text())["questions"]
    question = rng.choice([q for q in questions if q.get("key_points")])
    other = rng.choice([q for q in questions if q.get("key_points")])
    points = _list(question["key_points"][:5])
    second = f"<ul>{_list(other['key_points'][:4])}</ul>" if rng.random() < 0.5 else ""
    rows = "".join(
        f"<tr><td data-t>run {n}</td><td data-t>{rng.random():.3f}</td><td data-t>{rng.randint(10, 9999):,}</td></tr>"
        for n in range(1, 5)
    )
    table = f"<table><tr><th data-t>Run</th><th data-t>Score</th><th data-t>Cases</th></tr>{rows}</table>"
    align = rng.choice(("left", "center"))
    return f"""<style>
      body {{ padding: 4vh 5vw; height: 100vh; box-sizing: border-box; font-size: {rng.choice((2.6, 3, 3.4))}vh;
      background: {rng.choice((theme.paper, f"linear-gradient(120deg, {theme.paper}, {theme.raised})"))} }}
      h1 {{ font-size: 1.9em; text-align: {align}; margin: .2em 0 .6em; color: {theme.inks[1]} }}
      .c {{ display: flex; gap: 4vw }} ul {{ flex: 1; margin: 0 }} li {{ margin: .4em 0; line-height: 1.35 }}
      .s {{ max-height: 88vh; overflow: hidden }} table {{ margin-top: 1em; border-collapse: collapse }} td, th {{ padding: .2em 1.4em; text-align: left;
      border-bottom: 1px solid {theme.faint} }} footer {{ position: fixed; bottom: 2vh; left: 5vw; right: 5vw;
      display: flex; justify-content: space-between; font-size: .6em; color: {theme.faint} }}
      </style><div class="s"><h1 data-t>{html.escape(question["text"])}</h1><div class="c"><ul>{points}</ul>{second}</div>
      {table if not second else ""}</div>
      <footer><span data-t>Safety review, spring {rng.randint(2024, 2027)}</span>
      <span data-t>{rng.randint(2, 48)} / 52</span></footer>"""


def _list(points: list[str]) -> str:
    return "".join(f"<li data-t>{html.escape(point)}</li>" for point in points)


def web(rng: random.Random, theme: Theme, prose: list[Path]) -> str:
    """A web page: a header, a menu, an article in one or two columns, a table, cards at the side."""
    path = rng.choice(prose)
    blocks = list(_blocks(path.read_text()))
    start = rng.randrange(0, max(1, len(blocks) - 12))
    article = "".join(blocks[start:])
    heads = [line.strip("# ") for p in prose for line in p.read_text().splitlines() if line.startswith("## ")]
    menu = "".join(f"<a data-t>{_plain(head)}</a>" for head in rng.sample(heads, min(12, len(heads))))
    cards = "".join(
        f"<section><h3 data-t>{_plain(rng.choice(heads))}</h3><p data-t>{rng.randint(2, 59)} min read, "
        f"{rng.randint(1, 28)} May {rng.randint(2021, 2027)}</p></section>"
        for _ in range(5)
    )
    return f"""<style>
      header {{ display: flex; gap: 2em; padding: 1em 2em; background: {theme.raised}; overflow: hidden }}
      header b {{ font-size: 1.3em }} .g {{ display: grid; grid-template-columns: 13em 1fr 16em; gap: 2em; padding: 1.5em 2em }}
      nav a {{ display: block; padding: .3em 0; color: {theme.inks[0]}; text-decoration: underline }}
      article {{ columns: {rng.choice((1, 1, 2))}; line-height: 1.55 }} h2, h3 {{ margin: .6em 0 .3em }}
      code {{ font-family: monospace; background: {theme.raised}; padding: 0 .25em }}
      td, th {{ border: 1px solid {theme.faint}; padding: .3em .6em; text-align: left }} table {{ border-collapse: collapse }}
      section {{ border: 1px solid {theme.faint}; border-radius: 8px; padding: .3em 1em; margin-bottom: 1em }}
      section p {{ color: {theme.faint}; font-size: .9em }}
      button {{ background: {theme.inks[1]}; color: {theme.paper}; border: 0; padding: .5em 1.2em; border-radius: 6px; font: inherit }}
      </style><header><b data-t>Field notes</b><span data-t>Guides</span><span data-t>Reference</span>
      <span data-t>About us</span><button data-t>Sign in</button></header>
      <div class="g"><nav>{menu}</nav><article>{article}</article><div>{cards}</div></div>"""


def _blocks(text: str) -> Iterator[str]:
    """Headings, paragraphs, list items and rows of a Markdown text, as HTML."""
    for part in re.split(r"\n\s*\n", text):
        if "```" in part:
            continue
        if part.startswith("#"):
            yield f"<h2 data-t>{_plain(part.strip('# '))}</h2>"
        elif part.startswith("|"):
            rows = [line.strip("|").split("|") for line in part.splitlines() if not set(line) <= set("|-: ")]
            yield (
                "<table>"
                + "".join(
                    "<tr>" + "".join(f"<td data-t>{_plain(cell)}</td>" for cell in row) + "</tr>"
                    for row in rows
                )
                + "</table>"
            )
        elif part.lstrip().startswith(("-", "1.")):
            items = re.split(r"\n(?=[-\d])", part)
            yield (
                "<ul>"
                + "".join(f"<li data-t>{_plain(item.lstrip('-0123456789. '))}</li>" for item in items)
                + "</ul>"
            )
        else:
            yield f"<p data-t>{_plain(part)}</p>"


def _plain(text: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(text.split()))
    parts = text.replace("**", "").split("`")
    return "".join(f"<code>{html.escape(p)}</code>" if i % 2 else html.escape(p) for i, p in enumerate(parts))
