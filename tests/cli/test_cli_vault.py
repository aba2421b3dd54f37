"""The passphrase, backups and erasing from the terminal, in processes of their own."""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

EXTRABRAIN = str(Path(sys.executable).with_name("extrabrain"))
PASS, NEW = "four plain garden words", "five other garden words here"


@pytest.fixture
def run(home: Path, tmp_path: Path):
    def run(*words: str, passphrase: str | None = None, new: str | None = None) -> Any:
        environment = dict(os.environ)
        for name, secret in (
            ("EXTRABRAIN_PASSPHRASE_FILE", passphrase),
            ("EXTRABRAIN_NEW_PASSPHRASE_FILE", new),
            ("EXTRABRAIN_BACKUP_PASSPHRASE_FILE", passphrase),
        ):
            if secret is not None:
                path = tmp_path / name
                path.write_text(f"{secret}\nsecond line\n")
                environment[name] = str(path)
        done = subprocess.run(
            [EXTRABRAIN, *words, "--json"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        answer = json.loads(done.stdout)
        assert done.returncode == answer["code"], done.stderr
        return answer

    return run


def test_a_passphrase_is_set_used_changed_and_removed(run, home: Path) -> None:
    assert run("vault", "status")["data"]["place"] == "keyfile"
    assert run("vault", "create")["code"] == 2, "nobody is there to be asked"
    assert run("vault", "create", new="short")["code"] == 2
    assert run("vault", "create", new=PASS)["code"] == 0
    assert run("vault", "status")["data"]["place"] == "vault"
    assert run("sessions", "list")["code"] == 0, "there is no record yet, so nothing is opened"
    assert run("questions", "add", "How would you notice drift?")["code"] == 7
    assert run("vault", "change", passphrase=NEW, new=PASS)["code"] == 4
    assert run("vault", "change", passphrase=PASS, new=NEW)["code"] == 0
    assert run("vault", "remove", passphrase=PASS)["code"] == 4
    assert run("vault", "remove", passphrase=NEW)["data"]["place"] == "keyfile"
    assert run("vault", "remove", passphrase=NEW)["code"] == 5


def test_a_passphrase_is_asked_for_without_echo(run, home: Path) -> None:
    run("vault", "create", new=PASS)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(EXTRABRAIN, [EXTRABRAIN, "backup", "create", str(home) + ".xb"])
    said = b""
    for _ in range(3):
        while not said.rstrip().endswith(b":"):
            said += os.read(terminal, 1000)
        time.sleep(0.2)
        os.write(terminal, PASS.encode() + b"\n")
        said += b"|"
    try:
        while piece := os.read(terminal, 1000):
            said += piece
    except OSError:  # the terminal is closed with the process
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said
    assert b"Wrote" in said and PASS.encode() not in said


def test_a_backup_goes_out_and_comes_back(run, home: Path, tmp_path: Path) -> None:
    run("questions", "add", "How would you notice drift?")
    out = tmp_path / "b.xbbackup"
    assert run("backup", "create", str(out))["code"] == 2, "nobody is there to be asked"
    made = run("backup", "create", str(out), passphrase=PASS)
    assert made["code"] == 0 and made["data"]["rows"]["questions"] == 1
    assert run("backup", "create", str(out), passphrase=PASS)["code"] == 5
    assert run("backup", "verify", str(out), passphrase=NEW)["code"] == 4
    assert run("backup", "verify", str(out), passphrase=PASS)["message"] == "whole"
    into = tmp_path / "elsewhere"
    assert run("backup", "restore", str(out), "--into", str(into), passphrase=PASS)["code"] == 0
    assert (into / "extrabrain.db").exists() and (tmp_path / "elsewhere-key" / "store.key").exists()
    assert run("backup", "restore", str(out), "--into", str(into), passphrase=PASS)["code"] == 5
    again = run("backup", "restore", str(out), "--into", str(into), "--replace", passphrase=PASS)
    assert Path(again["data"]["aside"]).is_dir()
    assert run("backup", "restore", str(out), passphrase=PASS)["code"] == 5, "the home has a record"


def test_everything_is_erased(run, home: Path, tmp_path: Path) -> None:
    run("questions", "add", "How would you notice drift?")
    run("vault", "create", new=PASS)
    assert run("erase")["code"] == 2
    assert run("erase", "--yes")["code"] == 0, "without the passphrase"
    left = [path.name for path in home.rglob("*") if path.is_file() and path.name != "app.lock"]
    assert left == []
    assert not (tmp_path / "home-key" / "store.key").exists()


def test_rules_of_retention(run, home: Path) -> None:
    assert run("sessions", "expire", "--dry-run")["data"] == {"recordings": [], "sessions": []}
    home.mkdir(exist_ok=True)
    (home / "settings.json").write_text('{"keep_sessions_days": 30}')
    assert run("sessions", "expire")["message"] == "deleted"
    (home / "settings.json").write_text('{"keep_sessions_days": 0}')
    assert run("sessions", "expire")["code"] == 2
