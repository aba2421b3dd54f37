"""P16: no plaintext key store. `keyrings.alt`, or one just like it, is installed; nothing may use it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from promises.tally import Tally

BACKEND = '''
from pathlib import Path
from keyring.backend import KeyringBackend
import os

class PlaintextKeyring(KeyringBackend):
    """As `keyrings.alt` does it: a file."""

    priority = 50

    @property
    def _file(self):
        return Path(os.environ["PLAIN_KEYS"])

    def set_password(self, service, username, password):
        self._file.write_text(password)

    def get_password(self, service, username):
        return self._file.read_text() if self._file.exists() else None

    def delete_password(self, service, username):
        self._file.unlink()
'''

CONTROL = """
import keyring
keyring.set_password("x", "y", "quaggacanary")
"""

OURS = """
import sys
from pathlib import Path
from extrabrain.guard.keychain import system_keychain
from extrabrain.guard.keys import store_key
key = store_key(Path(sys.argv[1]) / "store.key", store_exists=False)
print(key.place, key.key.hex(), system_keychain())
"""


def p16(trials: int) -> Tally:
    """A machine without SecretService: keyring itself writes a file there, extrabrain does not."""
    title, failures, notes = "no plaintext key store", 0, []
    for _ in range(trials):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            kind = _install(folder / "site")
            control, ours = folder / "control", folder / "ours"
            for each in (control, ours):
                each.mkdir()
            _run(CONTROL, folder, control)
            if not any(b"quaggacanary" in data or b"cXVhZ2dhY2FuYXJ5" in data for data in _written(control)):
                return Tally("P16", title, 1, 1, f"{kind} wrote no secret, so nothing was tried")
            place, key, chain = _run(OURS, folder, ours, str(ours / "config")).split()
            held = [path for path in ours.rglob("*") if path.is_file()]
            allowed = [ours / "config" / "store.key"]
            if chain != "None" or place != "keyfile" or held != allowed or allowed[0].stat().st_mode & 0o077:
                failures += 1
                notes.append(f"{place} {chain} {[path.name for path in held]}")
            elif key.encode() in b"".join(_written(ours)):
                failures += 1
    return Tally("P16", title, trials, failures, "; ".join(notes[:3]) or f"with {kind}")


def _install(site: Path) -> str:
    """The real package where it can be had, else one that does the same."""
    got = subprocess.run(
        ["uv", "pip", "install", "--quiet", "--target", str(site), "keyrings.alt"],
        capture_output=True,
        check=False,
    )
    if got.returncode == 0:
        return "keyrings.alt"
    (site / "plain_keyring-1.dist-info").mkdir(parents=True)
    (site / "plain_keyring.py").write_text(BACKEND)
    (site / "plain_keyring-1.dist-info" / "METADATA").write_text("Name: plain_keyring\nVersion: 1\n")
    (site / "plain_keyring-1.dist-info" / "entry_points.txt").write_text(
        "[keyring.backends]\nplain = plain_keyring\n"
    )
    return "a backend like keyrings.alt"


def _run(code: str, folder: Path, home: Path, *words: str) -> str:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("EXTRABRAIN_", "PYTHON_KEYRING"))},
        "PYTHONPATH": str(folder / "site"),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "xdg"),
        "PLAIN_KEYS": str(home / "plain-keys"),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def _written(home: Path) -> list[bytes]:
    return [path.read_bytes() for path in home.rglob("*") if path.is_file()]
