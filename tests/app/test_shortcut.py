"""The shortcut: on Linux for real, on the other two by what would be written."""

import json
import os
import plistlib
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extrabrain.app.shortcut import plan
from extrabrain.core.errors import Unsupported

EXTRABRAIN = Path(sys.executable).with_name("extrabrain")
AWKWARD = ("env", "EXTRABRAIN_HOME=/data/my 100% $home", "/a/it's/extrabrain", "--window")


def run(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "HOME": str(home), "EXTRABRAIN_HOME": str(home / "my data")}
    environment.pop("XDG_DATA_HOME", None)
    return subprocess.run(
        [EXTRABRAIN, "install-shortcut", *words, "--json"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="writes a Linux menu entry")
def test_on_linux_it_is_made_checked_and_removed(tmp_path: Path) -> None:
    made = json.loads(run(tmp_path).stdout)
    entry = Path(made["data"]["path"])
    assert made["code"] == 0 and entry == tmp_path / ".local/share/applications/extrabrain.desktop"
    if (validator := shutil.which("desktop-file-validate")) is not None:
        checked = subprocess.run([validator, entry], capture_output=True, text=True, check=False)
        assert checked.returncode == 0 and checked.stdout == "", checked.stdout
    lines = dict(line.split("=", 1) for line in entry.read_text().splitlines() if "=" in line)
    assert Path(lines["Icon"]).read_bytes().startswith(b"<svg")
    words = shlex.split(lines["Exec"].replace("\\\\", "\\"))
    assert words == ["env", f"EXTRABRAIN_HOME={tmp_path / 'my data'}", *words[2:]]
    asked = subprocess.run([words[-2], "--help"], capture_output=True, text=True, timeout=60, check=False)
    assert words[-1] in asked.stdout, "what the entry runs is there and knows that option"
    assert run(tmp_path).returncode == 0, "a second time replaces it"
    assert json.loads(run(tmp_path, "--remove").stdout)["data"]["removed"] is True
    assert not entry.exists() and not Path(lines["Icon"]).exists()
    again = run(tmp_path, "--remove")
    assert again.returncode == 8 and json.loads(again.stdout)["code"] == 8


def test_a_linux_entry_quotes_awkward_words() -> None:
    entry = plan("linux", AWKWARD, {"HOME": "/u/ann", "XDG_DATA_HOME": "/d"}, b"<svg/>").files[-1]
    assert str(entry.path) == "/d/applications/extrabrain.desktop"
    line = next(one for one in entry.content.decode().splitlines() if one.startswith("Exec="))
    value = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    read = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True
    )  # the specification quotes inside double quotes as a shell does
    assert read.stdout.splitlines() == list(AWKWARD)


def test_a_mac_gets_a_bundle_that_may_use_the_microphone() -> None:
    made = plan("darwin", AWKWARD, {"HOME": "/u/ann"}, b"")
    about, program = made.files
    assert str(made.folder) == "/u/ann/Applications/extrabrain.app"
    assert str(about.path) == f"{made.folder}/Contents/Info.plist"
    said = plistlib.loads(about.content)
    assert said["CFBundlePackageType"] == "APPL" and said["NSMicrophoneUsageDescription"]
    assert str(program.path) == f"{made.folder}/Contents/MacOS/{said['CFBundleExecutable']}"
    assert program.mode & stat.S_IXUSR
    first, second = program.content.decode().splitlines()
    assert first == "#!/bin/sh" and shlex.split(second) == ["exec", *AWKWARD]


def test_windows_makes_a_link_in_the_start_menu() -> None:
    program = r"C:\Users\O'Hara\extrabrain.exe".replace("Users", "People")
    made = plan("win32", (program, "--window"), {"APPDATA": r"C:\Roaming"}, b"")
    assert str(made.place) == r"C:\Roaming\Microsoft\Windows\Start Menu\Programs\extrabrain.lnk"
    assert made.run[0] == "powershell.exe" and "-NoProfile" in made.run
    steps = made.run[-1].split("; ")
    assert f"$link = $shell.CreateShortcut('{made.place}')" in steps
    assert "$link.TargetPath = '" + program.replace("'", "''") + "'" in steps
    assert "$link.Arguments = '--window'" in steps and steps[-1] == "$link.Save()"


def test_another_system_is_told_what_to_run() -> None:
    with pytest.raises(Unsupported) as caught:
        plan("plan9", ("extrabrain", "--window"), {}, b"")
    assert "extrabrain --window" in caught.value.next_step
