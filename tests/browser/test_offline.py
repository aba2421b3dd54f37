"""Without any network the app goes on: a sample is heard, assessed and looked at on loopback alone."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from chrome import chromium

pytestmark = [pytest.mark.weights, pytest.mark.browser]
CUT_OFF = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


def test_with_no_network_at_all(tmp_path: Path, models_dir: Path) -> None:
    if chromium() is None:
        pytest.skip("no Chromium on this machine; CI installs one")
    if (
        not shutil.which("unshare")
        or subprocess.run([*CUT_OFF, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("this system cannot take the network away from a process")
    walk = Path(__file__).with_name("offline_walk.py")
    done = subprocess.run(
        [*CUT_OFF, sys.executable, walk, tmp_path / "home", models_dir],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
