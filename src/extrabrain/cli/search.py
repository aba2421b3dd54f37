"""`extrabrain search`: passages of the workspace that answer a query."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import Problem, UsageProblem


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
    from extrabrain.cli.lines import lines_of
    from extrabrain.flows.find import within

    if (jsonl is None) == (not words):
        raise UsageProblem(
            "Say what to search for.", next_step="Give words, or --jsonl with a line for each query."
        )
    wanted = within(kinds, group, since)
    with workbench() as bench:
        finder = bench.finder()
        if jsonl is not None:
            with lines_of(jsonl) as lines:
                _stream(
                    lambda q: finder.search(q, most=limit, within=wanted, by_document=not passages), lines
                )
            return
        hits = finder.search(" ".join(words), most=limit, within=wanted, by_document=not passages)
    count = f"{len(hits)} hit{'' if len(hits) == 1 else 's'}"
    show(
        {"hits": hits}, "\n\n".join(_shown(hit) for hit in hits) or _nothing(), as_json=as_json, message=count
    )


def _nothing() -> str:
    return "Nothing in your workspace matches. Bring documents with `extrabrain import PATH`."


def _shown(hit: Any) -> str:
    where = f"{hit.title or hit.external_id} ({hit.kind}"
    where += f", page {hit.span.page})" if hit.span.page else f", line {hit.span.line})"
    text = " ".join(hit.text.split())
    return f"{where}\n{click.wrap_text(text[:400] + ('…' if len(text) > 400 else ''), 100, '  ', '  ')}"


def _stream(find: Any, lines: Any) -> None:
    """A line for each line, in order; leaves with 6 if some were bad."""
    from extrabrain.core.codec import to_plain

    bad = total = 0
    for line in lines:
        if not line.strip():
            continue
        total += 1
        entry_id: Any = None
        try:
            entry = _entry(line)
            entry_id = entry.get("id")
            hits = to_plain(find(entry["query"]))
            plain = {"id": entry_id, "code": 0, "hits": hits, "data": {"hits": hits}, "message": "ok"}
        except Problem as problem:
            bad += 1
            plain = {"id": entry_id, "code": problem.code, "hits": [], "data": None, "message": str(problem)}
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    if bad:
        click.echo(f"extrabrain: {bad} of {total} lines could not be searched.", err=True)
        sys.exit(6)


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise UsageProblem(f"Not JSON: {error}.", next_step="One JSON object on each line.") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("query"), str):
        raise UsageProblem("`query` is missing or not a string.", next_step='Lines are {"id", "query"}.')
    return entry
