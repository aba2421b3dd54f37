"""`extrabrain completion`: the script that teaches a shell our commands."""

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import Unsupported


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@json_option
def completion(shell: str, as_json: bool) -> None:
    """Print the completion script; for example `extrabrain completion zsh > ~/.zfunc/_extrabrain`."""
    from click.shell_completion import get_completion_class

    from extrabrain.cli.main import extrabrain

    kind = get_completion_class(shell)
    if kind is None:
        raise Unsupported(f"No completion for {shell}.", next_step="Use bash, zsh or fish.")
    script = kind(extrabrain, {}, "extrabrain", "_EXTRABRAIN_COMPLETE").source()
    show({"shell": shell, "script": script}, script, as_json=as_json)
