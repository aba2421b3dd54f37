"""`extrabrain transcribe`: files to text, subtitles or JSON."""

from pathlib import Path

import click

from extrabrain.cli.envelope import json_option

FORMATS = ("txt", "srt", "vtt", "json")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="txt", help="What to print or write.")
@click.option("--engine", help="Speech engine (default: the one in settings).")
@click.option("--live", is_flag=True, help="Feed the file at the pace of speech; show partials and delays.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write there: a file, or a folder for several FILEs.",
)
@click.option("--yes", is_flag=True, help="A hosted engine may hear it; do not ask first.")
@json_option
def transcribe(
    files: tuple[Path, ...],
    shape: str,
    engine: str | None,
    live: bool,
    output: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Turn the speech in audio or video FILEs into text. Nothing is saved, and nothing leaves this machine
    unless you name a hosted engine.

    A file that cannot be read is named and passed over; the exit code is then 6, or the file's own where none
    could be read.
    """
    from extrabrain.cli.transcribe_run import run

    run(files, shape=shape, engine=engine, live=live, output=output, yes=yes, as_json=as_json)
