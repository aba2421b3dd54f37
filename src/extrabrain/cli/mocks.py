"""`extrabrain mocks`: reports of mock interviews, in the terminal. They are held in the app."""

import sys
from pathlib import Path
from typing import Any

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.cli.file_out import write_file
from extrabrain.core.errors import UsageProblem

FORMATS = ("md", "pdf", "docx")


@click.group()
def mocks() -> None:
    """Mock interviews: list them, export their reports."""


@mocks.command("list")
@json_option
def list_mocks(as_json: bool) -> None:
    """Mock interviews, newest first."""
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.mock_report import listed

    with workbench() as bench:
        found = listed(bench.store) if bench.places.store.exists() else []
    count = f"{len(found)} interview{'' if len(found) == 1 else 's'}"
    text = "\n".join(_row(line) for line in found)
    show(found, f"{text}\n\n{count}." if found else "No mock interviews.", as_json=as_json, message=count)


@mocks.command("export")
@click.argument("mock_id", metavar="ID")
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help="Default: the ending of --output, else md."
)
@click.option(
    "--output",
    type=click.Path(allow_dash=True, dir_okay=False, path_type=Path),
    help="A file, or - for stdout.  [default: - for md, else mock-ID.pdf or mock-ID.docx]",
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
@json_option
def export(mock_id: str, kind: str | None, output: Path | None, force: bool, as_json: bool) -> None:
    """Write the report of a mock interview."""
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.exports import mock_file

    ending = output.suffix.lstrip(".").lower() if output else ""
    chosen = kind or (ending if ending in FORMATS else "md")
    with workbench() as bench:
        made = mock_file(bench.store, mock_id, chosen)
    target = output or (Path("-") if chosen == "md" else Path(f"mock-{mock_id}.{chosen}"))
    if str(target) == "-":
        if as_json or chosen != "md":
            raise UsageProblem("This report goes to a file.", next_step="Give --output FILE.")
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    write_file(target, made, force=force)
    data = {"mock_id": mock_id, "format": chosen, "path": str(target), "bytes": len(made)}
    show(data, f"Wrote {target} ({len(made):,} bytes).", as_json=as_json, message="exported")


def _row(line: Any) -> str:
    score = f"{line.overall:.1f}/4" if line.overall is not None else "–"
    state = "" if line.ended_at else "  (open)"
    when = line.started_at[:16].replace("T", " ")
    return f"{line.mock_id:<24} {when}  {line.answered} of {line.questions} answered  {score:>7}{state}"
