"""The command line, run as a user of a home of their own does who has no keychain."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-m", "extrabrain.cli.main")


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "EXTRABRAIN_HOME": str(home), "EXTRABRAIN_KEYCHAIN": "off"}


def run(home: Path, *words: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
    """`given` is what comes by standard input; a script without a terminal gives nothing."""
    return subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL if given is None else None,
        input=given,
        env=environment(home),
        timeout=120,
    )
