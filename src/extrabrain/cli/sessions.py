"""`extrabrain sessions`: what was practised, in the terminal."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import Conflict, ProtectedStorage, UsageProblem

TEXT_FORMATS = ("md", "json", "txt", "srt", "vtt")
AUDIO_FORMATS = ("wav", "flac")
PRINT_FORMATS = ("pdf", "docx")
FORMATS = (*TEXT_FORMATS, *PRINT_FORMATS, *AUDIO_FORMATS)
FILES_ONLY = (*PRINT_FORMATS, "flac")


@click.group()
def sessions() -> None:
    """History: list, show, export, delete, expire. An ID may be shortened while it stays unique."""


@sessions.command("list")
@click.option("--question", "question_id", help="Only sessions of this question (its id).")
@click.option("--search", help="Only sessions in which all these words were said or asked.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most this many.")
@json_option
def list_sessions(question_id: str | None, search: str | None, limit: int, as_json: bool) -> None:
    """Sessions, newest first."""
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.history import practised

    with workbench() as bench:
        found = (
            practised(bench.store, question_id=question_id, search=search, limit=limit)
            if bench.places.store.exists()
            else []
        )
    count = f"{len(found)} session{'' if len(found) == 1 else 's'}"
    text = "\n".join(_row(line) for line in found)
    show(found, f"{text}\n\n{count}." if found else "No sessions.", as_json=as_json, message=count)


@sessions.command("show")
@click.argument("session_id", metavar="ID")
@json_option
def show_session(session_id: str, as_json: bool) -> None:
    """One session: what was said, and the feedback."""
    from extrabrain.cli.bench import workbench
    from extrabrain.cli.feedback_page import feedback_page
    from extrabrain.flows.history import look_back
    from extrabrain.flows.session_page import minutes, plain_text
    from extrabrain.record.sessions import resolve

    with workbench() as bench:
        record = look_back(bench.store, resolve(bench.store, session_id))
    session = record.session
    facts = [session.session_id, session.started_at]
    if record.duration_ms is not None:
        facts.append(minutes(record.duration_ms))
    if record.ended_at is None:
        facts.append("not ended")
    head = f"{click.style(session.title, bold=True)}\n{' · '.join(facts)}"
    said = plain_text(record.segments, record.text).strip() or "Nothing was said."
    blocks = [head, said, feedback_page(record.feedback) if record.feedback else "No feedback."]
    show(record, "\n\n".join(blocks), as_json=as_json)


@sessions.command("export")
@click.argument("session_id", metavar="ID")
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help="Default: the ending of --output, else md.",
)
@click.option(
    "--output",
    type=click.Path(allow_dash=True, dir_okay=False, path_type=Path),
    help="A file, or - for stdout.  [default: -, or ID.pdf and so on for print and audio]",
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
@json_option
def export(session_id: str, kind: str | None, output: Path | None, force: bool, as_json: bool) -> None:
    """Write a session as text, subtitles, print (PDF, DOCX) or audio."""
    from extrabrain.cli.bench import workbench
    from extrabrain.record.sessions import resolve

    chosen = kind or _by_ending(output)
    with workbench() as bench:
        full_id = resolve(bench.store, session_id)
        if output is None and chosen in (*AUDIO_FORMATS, *PRINT_FORMATS):
            output = Path(f"{full_id}.{chosen}")
        to_file = output is not None and str(output) != "-"
        if as_json and not to_file:
            raise UsageProblem("--json prints an envelope.", next_step="Give --output FILE for the session.")
        if chosen in FILES_ONLY and not to_file:
            raise UsageProblem(f"{chosen.upper()} goes to a file only.", next_step="Give --output FILE.")
        if to_file:
            assert output is not None
            size = _to_file(bench, full_id, chosen, output, force=force)
            data = {"session_id": full_id, "format": chosen, "path": str(output), "bytes": size}
            show(data, f"Wrote {output} ({size:,} bytes).", as_json=as_json, message="exported")
        else:
            for piece in _pieces(bench, full_id, chosen):
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()


@sessions.command("delete")
@click.argument("session_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def delete(session_id: str, yes: bool, as_json: bool) -> None:
    """Remove a session with its transcript, feedback and audio. There is no way back."""
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.history import delete_session
    from extrabrain.record.sessions import get, resolve

    with workbench() as bench:
        full_id = resolve(bench.store, session_id)
        title = get(bench.store, full_id).session.title
        if not yes:
            if as_json or not sys.stdin.isatty():
                raise UsageProblem("Nobody is here to be asked.", next_step="Add --yes to delete it.")
            click.confirm(f"Delete {full_id} ({title}) with its audio?", abort=True, err=True)
        delete_session(bench.store, bench.places.spool, full_id)
    show({"session_id": full_id}, f"Deleted {full_id}.", as_json=as_json, message="deleted")


@sessions.command()
@click.option("--dry-run", is_flag=True, help="Only show what would go.")
@json_option
def expire(dry_run: bool, as_json: bool) -> None:
    """Delete what is past its time, as the settings say; the app does so at its start and daily."""
    from datetime import UTC, datetime

    from extrabrain.cli.bench import workbench
    from extrabrain.flows import retention

    with workbench() as bench:
        rules = retention.Rules(bench.settings.keep_recordings_days, bench.settings.keep_sessions_days)
        if not bench.places.store.exists():
            going = retention.Due((), ())
        elif dry_run:
            going = retention.due(bench.store, bench.places.spool, rules, datetime.now(UTC))
        else:
            going = retention.expire(bench.store, bench.places.spool, rules)
    lines = [f"recording of {each.session_id}  {each.started_at}  {each.title}" for each in going.recordings]
    lines += [f"session {each.session_id}  {each.started_at}  {each.title}" for each in going.sessions]
    verb = "Would go" if dry_run else "Deleted"
    if rules == retention.Rules(None, None):
        text = "Everything is kept: no rule is set (keep_recordings_days, keep_sessions_days)."
    else:
        text = "\n".join(
            [*lines, f"{verb}: {len(going.recordings)} recordings, {len(going.sessions)} sessions."]
        )
    show(going, text, as_json=as_json, message="would go" if dry_run else "deleted")


def _row(line: Any) -> str:
    from extrabrain.flows.session_page import minutes

    score = f"{line.overall:.1f}/4" if line.overall is not None else ("–" if line.ended else "cut off")
    length = minutes(line.duration_ms) if line.duration_ms is not None else "typed"
    when = line.started_at[:16].replace("T", " ")
    row = f"{line.session_id:<24} {when}  {length:>6}  {score:>7}  {line.question}"
    return f"{row}\n{'':<24} {line.snippet}" if line.snippet else row


def _by_ending(output: Path | None) -> str:
    ending = output.suffix.lstrip(".").lower() if output else ""
    return ending if ending in FORMATS else "md"


def _pieces(bench: Any, session_id: str, kind: str) -> Iterable[bytes]:
    from extrabrain.flows.exports import session_file
    from extrabrain.flows.history import export_wav

    if kind == "wav":
        return export_wav(bench.store, bench.places.spool, session_id)
    return [session_file(bench.store, session_id, kind)]


def _to_file(bench: Any, session_id: str, kind: str, output: Path, *, force: bool) -> int:
    """Written beside the target, then moved there, so that a failure leaves the old file; says its size."""
    if output.exists() and not force:
        raise Conflict(f"{output} is there already.", next_step="Add --force to overwrite it.")
    from extrabrain.flows.history import export_flac

    scratch = output.with_name(f".{output.name}.part")
    try:
        if kind == "flac":
            export_flac(bench.store, bench.places.spool, session_id, scratch)
        else:
            pieces = _pieces(bench, session_id, kind)
            with scratch.open("wb") as file:
                file.writelines(pieces)
        size = scratch.stat().st_size
        scratch.replace(output)
    except OSError as error:
        raise ProtectedStorage(
            f"{output} cannot be written: {error.strerror}.",
            next_step="Choose another place with --output, or free some space.",
        ) from error
    finally:
        scratch.unlink(missing_ok=True)
    return size
