"""`extrabrain ocr`: the text of pictures."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import fail, json_option, note, show
from extrabrain.core.errors import NotFound, Partial, Problem, UsageProblem

if TYPE_CHECKING:
    from extrabrain.core.picture import Box, PictureText
    from extrabrain.screen.apart import PictureReader


@click.command()
@click.argument("images", nargs=-1, type=click.Path(path_type=Path), metavar="IMAGE…")
@click.option("--region", metavar="LEFT,TOP,WIDTH,HEIGHT", help="Read only this part, in pixels.")
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, path_type=Path),
    help='Lines {"id","path","region"?}; one result line for each, in order.',
)
@click.option("--screen", is_flag=True, help="Read the screen in front of you, instead of files.")
@click.option("--monitor", type=click.IntRange(0, 16), default=1, help="Which one (0: all as one picture).")
@json_option
def ocr(
    images: tuple[Path, ...],
    region: str | None,
    jsonl: Path | None,
    screen: bool,
    monitor: int,
    as_json: bool,
) -> None:
    """Read the text in pictures: screenshots, slides, scans. Nothing leaves this machine, nothing is saved.

    PNG, JPEG, WebP, TIFF, BMP and GIF. Lines come in reading order; with --json each has the place where it
    stands. A picture that cannot be read is named and passed over; the exit code is then 6, or its own where
    none could be read.
    """
    from extrabrain.cli.bench import workbench

    if (bool(images), jsonl is not None, screen).count(True) != 1:
        raise UsageProblem(
            "Say what to read.", next_step="Give pictures, or --screen, or --jsonl with a line for each."
        )
    box = region_of(region) if region is not None else None
    with workbench() as bench:
        reader = bench.workspace.pictures
        if jsonl is not None:
            _lines(reader, jsonl)
        elif screen:
            _screen(reader, monitor, box, as_json=as_json)
        else:
            _files(reader, images, box, as_json=as_json)


def region_of(text: str) -> "Box":
    """`LEFT,TOP,WIDTH,HEIGHT`; `UsageProblem` for anything else."""
    from extrabrain.core.picture import Box

    found = re.fullmatch(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})", re.sub(r"\s", "", text))
    left, top, width, height = map(int, found.groups()) if found else (0, 0, 0, 0)
    if not width or not height:
        raise UsageProblem(
            f"{text!r} is no region.", next_step="Give LEFT,TOP,WIDTH,HEIGHT in pixels, such as 0,80,960,600."
        )
    return Box(left, top, left + width, top + height)


@dataclass(frozen=True, slots=True)
class _Read:
    path: str
    read: "PictureText"

    @property
    def plain(self) -> dict[str, Any]:
        from extrabrain.core.codec import to_plain

        return {"path": self.path, "text": self.read.text, **to_plain(self.read)}


def _files(reader: "PictureReader", images: tuple[Path, ...], box: "Box | None", *, as_json: bool) -> None:
    done: list[_Read] = []
    failed: list[tuple[Path, Problem]] = []
    for path in images:
        try:
            done.append(_Read(str(path), reader.read(_bytes(path), path.name, box)))
        except Problem as problem:
            failed.append((path, problem))
            continue
        if not as_json:
            if len(images) > 1:
                click.echo(f"== {path}")
            click.echo(done[-1].read.text or "(no text)")
    _leave(done, failed, as_json=as_json)


def _screen(reader: "PictureReader", monitor: int, box: "Box | None", *, as_json: bool) -> None:
    from extrabrain.screen import capture
    from extrabrain.screen.picture import png

    one = _Read("", reader.read(png(capture.screen(monitor)), "The screen", box))
    show({"files": [one.plain], "failed": []}, one.read.text or "(no text)", as_json=as_json)


def _leave(done: list[_Read], failed: list[tuple[Path, Problem]], *, as_json: bool) -> None:
    if not failed:
        if as_json:
            show({"files": [each.plain for each in done], "failed": []}, "", as_json=True)
        return
    problem = failed[0][1]
    if done:
        problem = Partial(f"{len(failed)} of {len(done) + len(failed)} pictures could not be read.")
    if as_json:
        data = {
            "files": [each.plain for each in done],
            "failed": [{"path": str(path), "code": p.code, "message": str(p)} for path, p in failed],
        }
        show(data, "", as_json=True, message=str(problem), code=problem.code)
    for _, each in failed if done else failed[1:]:
        note(f"extrabrain: {each.what}\n  {each.next_step}")
    fail(problem, as_json=False)


def _lines(reader: "PictureReader", path: Path) -> None:
    from extrabrain.cli.lines import serve_lines

    serve_lines(path, lambda entry: {"data": _line(reader, entry).plain}, "could not be read")


def _line(reader: "PictureReader", entry: dict[str, Any]) -> _Read:
    path, region = entry.get("path"), entry.get("region")
    if not isinstance(path, str):
        raise UsageProblem("`path` is missing or not a string.", next_step='Lines are {"id", "path"}.')
    box = region_of(str(region)) if region is not None else None
    return _Read(path, reader.read(_bytes(Path(path)), Path(path).name, box))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise NotFound(f"{path}: {why}.", next_step="Check the path.") from error
