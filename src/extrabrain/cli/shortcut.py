"""`extrabrain install-shortcut`: the app in the desktop's own menu."""

import os
import sys

import click

from extrabrain.cli.envelope import json_option, show


@click.command("install-shortcut")
@click.option("--remove", "removing", is_flag=True, help="Remove it again.")
@json_option
def install_shortcut(removing: bool, as_json: bool) -> None:
    """Put the app into the menu of this system; it opens a window of its own."""
    from extrabrain.app.shortcut import ICON, command, install, plan, remove
    from extrabrain.web.server import page_folder

    page_folder()
    made = plan(sys.platform, command(), os.environ, ICON.read_bytes())
    data = {"path": str(made.place), "removed": removing}
    if removing:
        remove(made)
        show(data, f"Removed {made.place}.", as_json=as_json, message="removed")
        return
    install(made)
    show(
        data, f"Made {made.place}. It opens the app in its own window.", as_json=as_json, message="installed"
    )
