"""`extrabrain redact`: personal data in a text, found and blanked."""

import sys
from pathlib import Path

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import NotFound, UsageProblem


@click.command()
@click.argument("file", metavar="FILE|-")
@json_option
def redact(file: str, as_json: bool) -> None:
    """Print a text with personal data blanked; with --json, every find with its span.

    Best effort: read the result before you rely on it.
    """
    from extrabrain.guard.redact.find import find
    from extrabrain.guard.redact.find import redact as blank

    text = _read(file)
    found = find(text)
    blanked = blank(text, found)
    message = f"{len(found)} found" if found else "nothing was found; that is no proof that nothing is there"
    show({"text": blanked, "found": found}, blanked, as_json=as_json, message=message)


def _read(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{file} is not a text in UTF-8.", next_step="Save it as UTF-8.") from error
    except OSError as error:
        raise NotFound(f"{file} cannot be read: {error.strerror}.", next_step="Check the path.") from error
