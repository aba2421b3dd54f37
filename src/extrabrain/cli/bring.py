"""`extrabrain import`: documents into the workspace."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note
from extrabrain.core.document import DOCUMENT_KINDS
from extrabrain.core.errors import Problem, UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.flows.bring_report import Wish


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(DOCUMENT_KINDS), help="What the documents are, instead of a guess.")
@click.option("--group", default="", help="Put them in this group.")
@click.option("--prune", is_flag=True, help="Forget documents of these folders whose files are gone.")
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, path_type=Path),
    help='Lines {"external_id","title","text","kind"}; one result line for each, in order.',
)
@json_option
def bring(
    paths: tuple[Path, ...], kind: Any, group: str, prune: bool, jsonl: Path | None, as_json: bool
) -> None:
    """Bring files, folders and git repositories into the workspace.

    Reads PDF, DOCX, PPTX, Markdown, HTML, text, BibTeX, RIS, ICS, transcripts and captions (txt, srt, vtt,
    json), a LinkedIn data export (zip), sound and video, and the history of a git repository. What was
    changed since is read again, the rest is not opened. Ctrl-C stops it and keeps what is done.
    """
    from extrabrain.app.build import workbench
    from extrabrain.flows.bring_report import Wish

    if (jsonl is None) == (not paths):
        raise UsageProblem(
            "Say what to bring.", next_step="Give files or folders, or --jsonl with a line for each."
        )
    with workbench() as bench:
        if jsonl is not None:
            _stream(bench, jsonl)
        else:
            _files(bench, paths, Wish(kind, group, prune), as_json=as_json)


def _files(bench: "Workbench", paths: tuple[Path, ...], wish: "Wish", *, as_json: bool) -> None:
    from extrabrain.cli.bring_report import Meter, leave
    from extrabrain.cli.stop import stopping
    from extrabrain.flows.bring import Importer

    meter, store = Meter(), bench.store
    with stopping() as stopped, closing(bench.workspace.reader(meter, stopped)) as reader:
        try:
            report = Importer(store, None, reader, told=meter, stopped=stopped).bring(paths, wish)
            if not report.stopped and _need_model(bench):
                Importer(store, bench.embedder(), reader, told=meter, stopped=stopped).learn(report)
        finally:
            meter.clear()
    leave(report, as_json=as_json)


def _stream(bench: "Workbench", path: Path) -> None:
    """Writes a line for each line, then reads for meaning; leaves with 6 if some lines were bad."""
    from extrabrain.cli.bring_report import Meter
    from extrabrain.cli.lines import leave_if_bad, lines_of, write_line
    from extrabrain.core.codec import to_plain
    from extrabrain.flows.bring_report import Progress
    from extrabrain.flows.shelve import learn_meaning, shelve_lines

    bad = total = 0
    with lines_of(path) as lines:
        for line in shelve_lines(bench.store, lines):
            total += 1
            bad += line.code != 0
            data = to_plain(line.kept)
            write_line({"id": line.id, "code": line.code, "data": data, "message": line.message})
    if _need_model(bench) and (embedder := bench.embedder()) is not None:
        meter = Meter()
        learn_meaning(bench.store, embedder, told=lambda done, all_: meter(Progress("meaning", done, all_)))
        meter.clear()
    leave_if_bad(bad, total, "could not be brought in")


def _need_model(bench: "Workbench") -> bool:
    """Whether the model that reads for meaning is here; without it search goes by words, and this says so."""
    from extrabrain.cli.starter import need_starter

    try:
        need_starter(bench.weights, ("minilm-l6-v2",))
    except Problem as problem:
        note(f"{problem} Going on: search finds words, not meaning, until the model is here.")
        return False
    return True
