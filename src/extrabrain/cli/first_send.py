"""Asking in the terminal before the first send of a kind: what would go, to whom, and how."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extrabrain.cli.envelope import note
from extrabrain.core.errors import Conflict

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.first_send import Agreed, NotShown, Preview

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sending:
    """What the user said of a first send beforehand: not to be asked, and to blank what looks personal."""

    yes: bool = False
    redact: bool = False


def sending_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `--yes` and `--redact`, which the command gets as `sending`."""

    @click.option(
        "--yes", is_flag=True, help="Send without asking what is sent to this provider the first time."
    )
    @click.option("--redact", is_flag=True, help="Blank what looks personal in what is sent.")
    @wraps(command)
    def with_sending(*given: Any, yes: bool, redact: bool, **named: Any) -> None:
        command(*given, sending=Sending(yes, redact), **named)

    return with_sending


def asking_first(run: "Callable[[Agreed | None], T]", sending: Sending, *, as_json: bool) -> T:
    """Runs `run`; where it is refused because the user has not seen what would be sent, shows it, asks, and
    runs it again with the answer, unless that was given beforehand."""
    from extrabrain.app.first_send import NotShown

    try:
        return run(agreed_of(sending))
    except NotShown as asked:
        if as_json or not sys.stdin.isatty():
            raise Conflict(
                asked.what,
                next_step="Run it in a terminal to see what would be sent, or add --yes (and --redact).",
            ) from asked
        return run(_asked(asked, redact=sending.redact))


def agreed_of(sending: Sending) -> "Agreed | None":
    """The answer that was given beforehand; none where neither option was. Where blanks are wanted but nobody
    has said yes, it is one that fits no preview, so that only what is known already goes."""
    from extrabrain.app.first_send import Agreed

    if not (sending.yes or sending.redact):
        return None
    return Agreed("redacted" if sending.redact else "as-is", shown=None if sending.yes else "")


def hearing_first(
    bench: "Workbench", engine: str | None, *, yes: bool = False, as_json: bool = False
) -> None:
    """Where a speech engine is at a provider: shows what would be sent and asks, once."""
    from extrabrain.app.first_send import Agreed, NotShown
    from extrabrain.app.speech_engine import check_engine
    from extrabrain.words.engines import entry

    name = engine or bench.settings.engine
    if not entry(name).provider:
        return
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
