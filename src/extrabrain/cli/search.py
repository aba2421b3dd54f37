"""`extrabrain search`: passages of the workspace that answer a query."""

from pathlib import Path
from typing import Any

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.document import Hit
from extrabrain.core.errors import UsageProblem


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--kind", "kinds", multiple=True, help="Only documents of this kind; may be given several times."
)
@click.option("--group", help="Only documents of this group.")
@click.option("--since", help="Only documents from this day on, such as 2026-03-01.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits at most.")
@click.option("--passages", is_flag=True, help="Every passage, not only the best one of each document.")
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, path_type=Path),
    help='Lines {"id","query"}; one result line for each.',
)
@json_option
def search(
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    group: str | None,
    since: str | None,
    limit: int,
    passages: bool,
    jsonl: Path | None,
    as_json: bool,
) -> None:
    """Search the workspace for WORDS, by words and by meaning."""
    from extrabrain.app.build import workbench
    from extrabrain.cli.lines import answer_lines
    from extrabrain.flows.within import within

    if (jsonl is None) == (not words):
        raise UsageProblem(
            "Say what to search for.", next_step="Give words, or --jsonl with a line for each query."
        )
    wanted = within(kinds, group, since)
    with workbench() as bench:
        finder = bench.workspace.finder()

        def find(query: str) -> list[Hit]:
            return finder.search(query, most=limit, within=wanted, by_document=not passages)

        if jsonl is not None:
            answer_lines(jsonl, lambda query: _plain(find(query)))
            return
        hits = find(" ".join(words))
    count = f"{len(hits)} hit{'' if len(hits) == 1 else 's'}"
    show(
        {"hits": hits}, "\n\n".join(_shown(hit) for hit in hits) or _nothing(), as_json=as_json, message=count
    )


def _nothing() -> str:
    return "Nothing in your workspace matches. Bring documents with `extrabrain import PATH`."


def _shown(hit: Hit) -> str:
    where = f"{hit.title or hit.external_id} ({hit.kind}"
    where += f", page {hit.span.page})" if hit.span.page else f", line {hit.span.line})"
    text = " ".join(hit.text.split())
    return f"{where}\n{click.wrap_text(text[:400] + ('…' if len(text) > 400 else ''), 100, '  ', '  ')}"


def _plain(hits: list[Hit]) -> dict[str, Any]:
    from extrabrain.core.codec import to_plain

    plain = to_plain(hits)
    return {"hits": plain, "data": {"hits": plain}}
