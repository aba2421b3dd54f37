"""The pass that a page's cookie holds. It outlives the app, so that a page finds its way back after a restart
in the middle of an answer; it lies in the data folder, readable by the user alone, and is renewed each month.
"""

import os
import secrets
import time
from pathlib import Path

from extrabrain.core.errors import ProtectedStorage

LIFE_S = 30 * 24 * 3600
LENGTH = 43


def page_pass(path: Path) -> str:
    """The one that is kept there, if it is young enough; else a new one."""
    try:
        known = path.stat()
        if time.time() - known.st_mtime < LIFE_S and (os.name == "nt" or not known.st_mode & 0o077):
            kept = path.read_text(encoding="ascii").strip()
            if len(kept) == LENGTH:
                return kept
    except (OSError, UnicodeDecodeError):
        pass
    return _renewed(path)


def _renewed(path: Path) -> str:
    made, fresh = secrets.token_urlsafe(32), path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
        fresh.replace(path)
    except OSError as error:
        raise ProtectedStorage(
            f"The data folder {path.parent} cannot be written: {error.strerror}.",
            next_step="Free some space or set EXTRABRAIN_HOME to a folder that you can write.",
        ) from error
    return made
