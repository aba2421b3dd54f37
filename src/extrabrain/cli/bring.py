"""`extrabrain import`: documents into the workspace."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note
from extrabrain.core.errors import Problem, UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, path_type=Path),
    help='Lines {"external_id","title","text","kind"}; one result line for each, in order.',
)
@json_option
def bring(paths: tuple[Path, ...], jsonl: Path | None, as_json: bool) -> None:
    """Bring documents into the workspace; what is there already is updated."""
    from extrabrain.app.build import workbench

    if (jsonl is None) == (not paths):
        raise UsageProblem(
            "Say what to bring.", next_step="Give files or folders, or --jsonl with a line for each."
        )
    with workbench() as bench:
        if jsonl is not None:
            _stream(bench, jsonl)


def _stream(bench: "Workbench", path: Path) -> None:
    """Writes a line for each line, then reads for meaning; leaves with 6 if some lines were bad."""
    from extrabrain.cli.lines import lines_of
    from extrabrain.core.codec import to_plain
    from extrabrain.flows.shelve import shelve_lines

    bad = total = 0
    with lines_of(path) as lines:
        for line in shelve_lines(bench.store, lines):
            total += 1
            bad += line.code != 0
            plain: dict[str, Any] = {
                "id": line.id,
                "code": line.code,
                "data": to_plain(line.kept),
                "message": line.message,
            }
            sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    _learn(bench)
    if bad:
        click.echo(f"extrabrain: {bad} of {total} lines could not be brought in.", err=True)
        sys.exit(6)


def _learn(bench: "Workbench") -> None:
    """Reads the new passages for meaning; without the model search goes by words, and this says so."""
    from extrabrain.cli.starter import need_starter
    from extrabrain.flows.shelve import learn_meaning

    try:
        need_starter(bench.weights, ("minilm-l6-v2",))
    except Problem as problem:
        note(f"{problem} Going on: search finds words, not meaning, until the model is here.")
        return
    embedder = bench.embedder()
    if embedder is not None:
        learn_meaning(bench.store, embedder, told=_told)


def _told(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rReading for meaning: {done} of {total} passages", err=True, nl=done >= total)
