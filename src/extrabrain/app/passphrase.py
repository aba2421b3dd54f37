"""Where the passphrase of the vault comes from, when nobody types it into the page."""

import getpass
import os
import sys
from pathlib import Path

from extrabrain.core.errors import UsageProblem

FILE = "EXTRABRAIN_PASSPHRASE_FILE"
NEW_FILE = "EXTRABRAIN_NEW_PASSPHRASE_FILE"


def from_file(variable: str = FILE) -> str | None:
    """The first line of the file that the environment variable names; none where it is not set."""
    name = os.environ.get(variable)
    if not name:
        return None
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(
            f"The passphrase cannot be read from {name}.", next_step=f"Correct {variable}, or unset it."
        ) from error
    if not lines or not lines[0]:
        raise UsageProblem(f"{name} holds no passphrase.", next_step="Write it on its first line.")
    return lines[0]


def from_file_or_terminal() -> str | None:
    """From the file, else asked for without echo; none where nobody sits at a terminal."""
    given = from_file()
    if given is not None:
        return given
    return asked("Passphrase: ") if at_terminal() else None


def at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def asked(prompt: str) -> str:
    """Typed without echo; the prompt goes to the terminal, never to stdout."""
    return getpass.getpass(prompt, stream=sys.stderr)
