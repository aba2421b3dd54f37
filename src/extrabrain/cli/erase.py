"""`extrabrain erase`: nothing of the user is left."""

import sys

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import UsageProblem


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def erase(yes: bool, as_json: bool) -> None:
    """Delete everything that extrabrain keeps of you: record, recordings, settings, and the key.

    Needs no passphrase. There is no way back, but a backup. Models stay.
    """
    from extrabrain.app.erase import erase_all
    from extrabrain.app.instance import InstanceLock
    from extrabrain.app.places import places

    where = places()
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise UsageProblem("Nobody is here to be asked.", next_step="Add --yes to erase everything.")
        click.confirm(f"Erase everything in {where.home}, and the key?", abort=True, err=True)
    lock = InstanceLock(where.instance)
    lock.take()
    try:
        erase_all(where)
    finally:
        lock.release()
    show({"home": str(where.home)}, "Everything is erased; the models are still there.", as_json=as_json)
