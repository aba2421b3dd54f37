"""Asking in the terminal before the first send of a kind: what would go, to whom, and how."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Conflict

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.first_send import Agreed, NotShown, Preview

T = TypeVar("T")


def asking_first(run: "Callable[[Agreed | None], T]", *, yes: bool, redact: bool, as_json: bool) -> T:
    """Runs `run`; where it is refused because the user has not seen what would be sent, shows it, asks, and
    runs it again with the answer. With `yes` the answer is given already."""
    from extrabrain.app.first_send import Agreed, NotShown

    try:
        given = Agreed("redacted" if redact else "as-is") if yes or redact else None
        return run(given if yes else _only_if_known(given))
    except NotShown as asked:
        if as_json or not sys.stdin.isatty():
            raise Conflict(
                asked.what,
                next_step="Run it in a terminal to see what would be sent, or add --yes (and --redact).",
            ) from asked
        return run(_asked(asked, redact=redact))


def hearing_first(
    bench: "Workbench", engine: str | None, *, yes: bool = False, as_json: bool = False
) -> None:
    """Where a speech engine is at a provider: shows what would be sent and asks, once."""
    from extrabrain.app.first_send import Agreed, NotShown
    from extrabrain.app.speech_engine import check_engine

    name = engine or bench.settings.engine
    try:
        check_engine(bench, name, Agreed("as-is") if yes else None)
    except NotShown as asked:
        if as_json or not sys.stdin.isatty():
            raise Conflict(
                asked.what, next_step="Run `extrabrain transcribe` in a terminal to see it, or with --yes."
            ) from asked
        preview = asked.preview
        note(f"First send of audio to {preview.title} ({preview.destination}).\n\n{preview.bytes}")
        if not click.confirm("May it hear you from now on?", default=False, err=True):
            raise Conflict("Nothing was sent.", next_step="Choose another --engine.") from asked
        check_engine(bench, name, Agreed("as-is", remember=True, shown=preview.shown))


def _only_if_known(given: "Agreed | None") -> "Agreed | None":
    """Blanks are wanted, but nobody has said yes: an answer that fits no preview."""
    from dataclasses import replace

    return replace(given, shown="") if given else None


def _asked(asked: "NotShown", *, redact: bool) -> "Agreed":
    from extrabrain.app.first_send import Agreed

    preview = asked.preview
    note(_shown(preview))
    choice = click.prompt(
        "Send it redacted (r), as it is (a), or not (n)?",
        type=click.Choice(["r", "a", "n"]),
        default="r" if redact or preview.found else "n",
        err=True,
    )
    if choice == "n":
        raise Conflict("Nothing was sent.", next_step="To be asked no more: extrabrain guard revoke.")
    kinds = " and ".join(preview.kinds)
    remember = click.confirm(f"Do so with {kinds} for {preview.title} from now on?", default=False, err=True)
    return Agreed("redacted" if choice == "r" else "as-is", remember, preview.shown)


def _shown(preview: "Preview") -> str:
    found = ", ".join(f"{each.text} ({each.kind})" for each in preview.found) or "nothing was found"
    return "\n".join(
        (
            f"First send of {' and '.join(preview.kinds)} to {preview.title} ({preview.destination}).",
            f"Looks personal: {found}. This is best effort: read what would go.",
            "",
            preview.bytes,
            "",
            f"{preview.size} bytes; {preview.redacted_size} with blanks.",
        )
    )
