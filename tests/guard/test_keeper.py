"""Two keepers that start at the same moment leave each other alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NEIGHBOUR = """
import sys
from pathlib import Path
from extrabrain.guard.charter import charter
from extrabrain.guard.keeper import Keeper
keeper = Keeper(charter(Path(sys.argv[1]), Path(sys.argv[1])))
keeper.line()
keeper.close()
"""

ONE = """
import subprocess, sys
from pathlib import Path
from extrabrain.guard.charter import charter
from extrabrain.guard.keeper import Keeper

come = False
def meanwhile(event, _):
    global come
    if event == "fcntl.flock" and not come:  # the neighbour comes just before it has its lock
        come = True
        subprocess.run([sys.executable, "-c", sys.argv[2], sys.argv[1] + "-other"], check=True)

sys.addaudithook(meanwhile)
keeper = Keeper(charter(Path(sys.argv[1]), Path(sys.argv[1])))
line = keeper.line()
print(come, line.path.exists())
keeper.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no keeper is forked here")
def test_a_keeper_that_is_just_beginning_is_not_swept_away(tmp_path: Path) -> None:
    surroundings = {**os.environ, "TMPDIR": str(tmp_path), "XDG_RUNTIME_DIR": ""}
    done = subprocess.run(
        [sys.executable, "-c", ONE, str(tmp_path / "home"), NEIGHBOUR],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "True True", done.stderr
