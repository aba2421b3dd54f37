"""`extrabrain models`: what there is, fetching and deleting."""

import sys
from typing import IO, TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.core.errors import Partial, Problem

if TYPE_CHECKING:
    from extrabrain.weights.listing import Listed
    from extrabrain.weights.progress import Progress
    from extrabrain.weights.store import Weights


@click.group()
def models() -> None:
    """Model files: list, pull, remove."""


@models.command("list")
@click.option("--elsewhere", is_flag=True, help="Those that a model server fetches instead: Gemma 4.")
@json_option
def list_models(elsewhere: bool, as_json: bool) -> None:
    """All models: size, licence, memory, whether they are here, whether they fit this machine."""
    if elsewhere:
        _elsewhere(as_json=as_json)
        return
    from extrabrain.weights.fits import machine_memory_mb
    from extrabrain.weights.listing import listed

    weights = _weights()
    rows = listed(weights, machine_memory_mb())
    message = f"{len(rows)} models; they lie in {weights.folder}"
    show(rows, f"{_table(rows)}\n\n{message}.", as_json=as_json, message=message)


@models.command()
@click.argument("model_ids", nargs=-1, required=True, metavar="MODEL…|starter")
@json_option
def pull(model_ids: tuple[str, ...], as_json: bool) -> None:
    """Fetch models, `starter` for what a first practice needs.

    One that broke off goes on where it was; one that is here already is checked.
    """
    weights = _weights()
    wanted = _wanted(weights, model_ids)
    done: list[dict[str, Any]] = []
    failed: list[tuple[str, Problem]] = []
    for model_id in wanted:
        try:
            done.append(_pulled(weights, model_id))
        except Problem as problem:
            failed.append((model_id, problem))
        except KeyboardInterrupt:
            note("Stopped. What was fetched is kept; the same command goes on from there.")
            raise
    if failed and not done and len(failed) == 1:
        raise failed[0][1]
    lines = [f"{row['id']}: {row['done']}, {row['path']}" for row in done]
    if not failed:
        show(done, "\n".join(lines), as_json=as_json)
        return
    for model_id, problem in failed:
        note(f"extrabrain: {model_id}: {problem}")
    failures = [{"id": model_id, "what": p.what, "next_step": p.next_step} for model_id, p in failed]
    code = Partial.code if done else failed[0][1].code
    told = f"{len(failed)} of {len(wanted)} models could not be fetched"
    show({"pulled": done, "failed": failures}, "\n".join(lines), as_json=as_json, message=told, code=code)


@models.command()
@click.argument("model_ids", nargs=-1, required=True, metavar="MODEL…")
@json_option
def remove(model_ids: tuple[str, ...], as_json: bool) -> None:
    """Delete models from this machine, with what is left of a pull that broke off."""
    from extrabrain.weights.disk import megabytes

    weights = _weights()
    for model_id in model_ids:
        weights.entry(model_id)
    freed = {model_id: weights.remove(model_id) for model_id in dict.fromkeys(model_ids)}
    rows = [{"id": model_id, "freed_bytes": size} for model_id, size in freed.items()]
    text = "\n".join(f"{model_id} is removed; {megabytes(size)} freed." for model_id, size in freed.items())
    show(rows, text, as_json=as_json)


def _elsewhere(*, as_json: bool) -> None:
    from extrabrain.core.codec import to_plain
    from extrabrain.weights.elsewhere import ELSEWHERE
    from extrabrain.weights.fits import machine_memory_mb

    memory_mb = machine_memory_mb()
    rows = [to_plain(one) | {"fits": one.fits(memory_mb)} for one in ELSEWHERE]
    lines = [
        f"{one.id:<18} {one.memory_mb / 1000:>5.1f} GB  {one.licence}  "
        f"{'fits' if one.fits(memory_mb) else 'too large'}: ollama pull {one.ollama}"
        for one in ELSEWHERE
    ]
    show(rows, "\n".join(lines), as_json=as_json)


class PullLine:
    """Progress for people: one line that is rewritten on a terminal, else a line at each tenth."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._tenth = -1

    def __call__(self, progress: "Progress") -> None:
        if progress.doing == "waiting":
            self._say(f"{progress.model_id}: another pull of it is under way; waiting for that one")
            return
        share = progress.done_bytes / max(1, progress.total_bytes)
        if not self._terminal:
            if progress.doing == "checking" or int(share * 10) == self._tenth:
                return
            self._tenth = int(share * 10)
        left = f", {_time(progress.seconds_left)} left" if progress.seconds_left else ""
        self._say(
            f"{progress.model_id}: {share:.0%} of {progress.total_bytes / 1e6:.0f} MB, "
            f"{progress.bytes_per_second / 1e6:.1f} MB/s{left}"
        )
        if progress.doing == "done" and self._terminal:
            self._out.write("\n")

    def _say(self, text: str) -> None:
        self._out.write(f"\r\033[K{text}" if self._terminal else f"{text}\n")
        self._out.flush()


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _weights() -> "Weights":
    """The models of this machine alone: these commands work even where the rest of the app cannot start."""
    from extrabrain.app.fence import unfenced
    from extrabrain.app.places import places
    from extrabrain.guard.door import Door
    from extrabrain.weights.store import Weights

    where = places()
    fence = unfenced(where)
    click.get_current_context().call_on_close(fence.close)
    return Weights(where.models, Door(fence.keeper))


def _wanted(weights: "Weights", model_ids: tuple[str, ...]) -> list[str]:
    """Each model once, in order; an unknown one is refused before anything is fetched."""
    from extrabrain.weights.elsewhere import not_pulled

    wanted: dict[str, None] = {}
    for model_id in model_ids:
        if (problem := not_pulled(model_id)) is not None:
            raise problem
        for each in weights.starter() if model_id == "starter" else (weights.entry(model_id).id,):
            wanted[each] = None
    return list(wanted)


def _pulled(weights: "Weights", model_id: str) -> dict[str, Any]:
    from extrabrain.weights.fetch import WrongFile

    entry = weights.entry(model_id)
    done = "fetched"
    if weights.ready(model_id):
        try:
            path = weights.verify(model_id)
            return {"id": model_id, "done": "here already", "path": str(path), "size_bytes": entry.size_bytes}
        except WrongFile as problem:
            note(problem.what)
            done = "fetched anew"
    path = weights.pull(model_id, PullLine(sys.stderr))
    return {"id": model_id, "done": done, "path": str(path), "size_bytes": entry.size_bytes}


def _table(rows: "list[Listed]") -> str:
    from extrabrain.weights.disk import megabytes

    head = ("MODEL", "SIZE", "MEMORY", "LICENCE", "STATE", "FITS", "FOR")
    body = [
        (
            row.id,
            megabytes(row.size_bytes),
            megabytes(row.memory_mb * 1_000_000),
            row.licence,
            row.state,
            row.fits_because,
            row.about,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    lines = [
        "  ".join(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=True)) for line in (head, *body)
    ]
    return "\n".join(line.rstrip() for line in lines)
