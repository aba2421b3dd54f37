"""`extrabrain vault`: the passphrase that opens the record."""

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import UsageProblem

PLACES = {
    "vault": "in a vault that your passphrase opens",
    "keychain": "in the operating system's keychain",
    "keyfile": "in a file that only you can read",
}


@click.group()
def vault() -> None:
    """A passphrase for the record: create, change, remove, status.

    The passphrase is asked for without echo, or read from the first line of EXTRABRAIN_PASSPHRASE_FILE. A new
    one is read from EXTRABRAIN_NEW_PASSPHRASE_FILE where nobody can be asked. It cannot be recovered.
    """


@vault.command()
@json_option
def status(as_json: bool) -> None:
    """Where the key of the record is kept. Opens nothing."""
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        place = bench.vault.place
        data = {"place": place, "lock_after_minutes": bench.settings.lock_after_minutes}
    show(data, f"The key is {PLACES[place]}.", as_json=as_json)


@vault.command()
@json_option
def create(as_json: bool) -> None:
    """Set a passphrase; from then on nothing is opened without it."""
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        bench.vault.create(_new())
    show(
        {"place": "vault"},
        "The passphrase is set. Nobody can recover it for you.\n"
        "A copy of the key file that was made before still opens the record: destroy such copies.",
        as_json=as_json,
        message="created",
    )


@vault.command()
@json_option
def change(as_json: bool) -> None:
    """Change the passphrase; the record itself is not written anew."""
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        bench.vault.change(_old(), _new())
    show(
        {"place": "vault"},
        "The passphrase is changed.\n"
        "A copy of the key file from before still opens with the old one: destroy such copies.",
        as_json=as_json,
        message="changed",
    )


@vault.command()
@json_option
def remove(as_json: bool) -> None:
    """Take the passphrase away: the key goes back to the keychain, or to a file where there is none."""
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        place = bench.vault.remove(_old())
    show({"place": place}, f"There is no passphrase any more: the key is {PLACES[place]}.", as_json=as_json)


def _old() -> str:
    from extrabrain.app.passphrase import from_file_or_terminal

    given = from_file_or_terminal()
    if given is None:
        raise UsageProblem(
            "Nobody is here to be asked.", next_step="Name a file in EXTRABRAIN_PASSPHRASE_FILE."
        )
    return given


def _new() -> str:
    """Typed twice, or from the file for it."""
    from extrabrain.app.passphrase import NEW_FILE, asked, at_terminal, from_file

    given = from_file(NEW_FILE)
    if given is not None:
        return given
    if not at_terminal():
        raise UsageProblem(
            "Nobody is here to be asked for the new passphrase.",
            next_step=f"Name a file in {NEW_FILE}.",
        )
    first = asked("New passphrase: ")
    if asked("Once more: ") != first:
        raise UsageProblem("The two were not the same.", next_step="Nothing was changed; try again.")
    return first
