"""`extrabrain backup`: everything in one encrypted file, and back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.core.errors import Conflict, UsageProblem

if TYPE_CHECKING:
    from extrabrain.flows.backup import Progress

BACKUP_FILE = "EXTRABRAIN_BACKUP_PASSPHRASE_FILE"


@click.group()
def backup() -> None:
    """One encrypted file of everything: create, verify, restore.

    A backup has a passphrase of its own, asked for without echo or read from the first line of the file that
    EXTRABRAIN_BACKUP_PASSPHRASE_FILE names. Without it a backup opens for nobody.
    """


@backup.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--no-audio", is_flag=True, help="Leave the recordings out.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@json_option
def create(file: Path, no_audio: bool, force: bool, as_json: bool) -> None:
    """Write record, recordings, settings and own packs to FILE. The app may run meanwhile."""
    from extrabrain.cli.bench import workbench
    from extrabrain.core.clock import utc_now
    from extrabrain.flows import backup as flow

    with workbench() as bench:
        where = bench.places
        kept = flow.Kept(bench.store, where.home, where.spool, where.packs)
        made = flow.create(
            kept, file, _passphrase(new=True), audio=not no_audio, replace=force, tell=_meter()
        )
        bench.remember(last_backup=utc_now())
    size = file.stat().st_size
    _clear()
    text = f"Wrote {file} ({size:,} bytes): {_counted(made)}.\nCheck it: extrabrain backup verify {file}"
    show({**_facts(made), "path": str(file), "bytes": size}, text, as_json=as_json, message="created")


@backup.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def verify(file: Path, as_json: bool) -> None:
    """Unpack FILE in a temporary folder (still encrypted), look at all of it, and remove it again."""
    import tempfile

    from extrabrain.flows.restore import verify as look

    with tempfile.TemporaryDirectory(prefix="extrabrain-verify-") as folder:
        found = look(file, _passphrase(), Path(folder) / "v", _meter())
    _clear()
    text = f"{file} is whole: {_counted(found.manifest)}."
    if found.silent:
        text += f"\nWithout a whole recording: {', '.join(found.silent)}"
    data = {**_facts(found.manifest), "without_recording": found.silent}
    show(data, text, as_json=as_json, message="whole")


@backup.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Another data folder.")
@click.option(
    "--replace", is_flag=True, help="Put it in place of a record that is there; that is kept aside."
)
@json_option
def restore(file: Path, into: Path | None, replace: bool, as_json: bool) -> None:
    """Bring FILE back, once all of it was found whole. A record that is there is never overwritten."""
    from extrabrain.app.instance import InstanceLock
    from extrabrain.app.places import places, places_of
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.restore import finish, prepare

    where = places_of(into.expanduser().absolute()) if into else places()
    if where.store.exists() and not replace:
        raise Conflict(
            f"There is a record in {where.home} already.",
            next_step="Add --replace to put the backup in its place (the old one is kept aside), or --into.",
        )
    lock = InstanceLock(where.instance)
    lock.take()
    try:
        with workbench(where) as bench:
            found = prepare(file, _passphrase(), where.home, bench.vault.key().key, _meter())
        aside = finish(where.home)
    finally:
        lock.release()
    _clear()
    text = f"Restored {_counted(found.manifest)} to {where.home}."
    if aside:
        text += f"\nWhat was there before lies in {aside}; delete that folder when you are sure."
    data = {**_facts(found.manifest), "home": str(where.home), "aside": str(aside) if aside else None}
    show(data, text, as_json=as_json, message="restored")


def _passphrase(*, new: bool = False) -> str:
    from extrabrain.app.passphrase import asked, at_terminal, from_file

    given = from_file(BACKUP_FILE)
    if given is not None:
        return given
    if not at_terminal():
        raise UsageProblem("Nobody is here to be asked.", next_step=f"Name a file in {BACKUP_FILE}.")
    first = asked("Passphrase of the backup: ")
    if new and asked("Once more: ") != first:
        raise UsageProblem("The two were not the same.", next_step="Nothing was written; try again.")
    return first


def _meter() -> Any:
    def tell(progress: "Progress") -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K  {progress.fraction:.0%}", nl=False, err=True)

    return tell


def _clear() -> None:
    if sys.stderr.isatty():
        note("\r\x1b[K")


def _counted(manifest: Any) -> str:
    sound = f"{manifest.recordings} recordings" if manifest.with_audio else "no recordings"
    return f"{manifest.sessions} sessions, {sound}, made {manifest.made_at}"


def _facts(manifest: Any) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "sessions": manifest.sessions,
        "recordings": manifest.recordings,
        "with_audio": manifest.with_audio,
        "rows": manifest.counts,
    }
