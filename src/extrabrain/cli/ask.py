"""`extrabrain ask`: a question over the workspace, answered with citations or not at all."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.cli.first_send import Sending, agreed_of, asking_first, sending_options
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.first_send import Agreed
    from extrabrain.flows.told import Citation, Told

EXTRACTS = "extracts"


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--kind", "kinds", multiple=True, help="Only documents of this kind; may be given several times."
)
@click.option("--group", help="Only documents of this group.")
@click.option("--since", help="Only documents from this day on, such as 2026-03-01.")
@click.option(
    "--engine",
    help="PROVIDER/MODEL words the answer, none gives your own sentences; default: the one that you chose.",
)
@sending_options
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, path_type=Path),
    help='Lines {"id","query"}; one result line for each.',
)
@json_option
def ask(
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    group: str | None,
    since: str | None,
    engine: str | None,
    sending: Sending,
    jsonl: Path | None,
    as_json: bool,
) -> None:
    """Ask the workspace; says where each sentence of the answer stands, or that it is not there."""
    from extrabrain.cli.bench import workbench
    from extrabrain.cli.lines import answer_lines
    from extrabrain.core.codec import to_plain
    from extrabrain.flows.within import within

    if (jsonl is None) == (not words):
        raise UsageProblem("Say what to ask.", next_step="Give a question, or --jsonl with a line for each.")
    wanted = within(kinds, group, since)
    with workbench() as bench:
        chosen = bench.minds.engine(engine, agreed_of(sending))
        if chosen is not None and not as_json:
            note(f"Asking {chosen.name} …")
        asker = bench.workspace.asker(chosen)
        if jsonl is not None:

            def answer(query: str) -> dict[str, Any]:
                return {"data": to_plain(asker.ask(query, wanted))}

            answer_lines(jsonl, answer)
            return

        def run(agreed: "Agreed | None") -> "Told":
            engine_now = bench.minds.engine(engine, agreed)
            return bench.workspace.asker(engine_now).ask(" ".join(words), wanted)

        told = asking_first(run, sending, as_json=as_json)
    show(told, _shown(told), as_json=as_json, message="found" if told.found else "not in your workspace")


def _shown(told: "Told") -> str:
    lines = [click.wrap_text(line, 100) for line in told.text.split("\n")]
    if told.found and told.engine != EXTRACTS:
        lines += ["", *(_quoted(c) for c in told.citations), "", f"Worded by {told.engine}."]
    elif told.found:
        lines += ["", *(f"[{c.number}] {c.title or c.external_id}, {_place(c.span)}" for c in told.citations)]
    elif told.passages:
        lines += ["", "What comes nearest:"]
        lines += [f"  {hit.title or hit.external_id}, {_place(hit.span)}" for hit in told.passages]
    return "\n".join(lines)


def _quoted(cited: "Citation") -> str:
    said = " ".join(cited.text.split())
    place = f"[{cited.number}] {cited.title or cited.external_id}, {_place(cited.span)}"
    return click.wrap_text(f"{place}: “{said}”", 100, subsequent_indent="    ")


def _place(span: Any) -> str:
    return f"page {span.page}" if span.page else f"line {span.line}"
