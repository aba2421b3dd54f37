"""A shortcut that opens the app's window from the desktop's own menu, on the three systems.

It is made as plain files first (`plan`), so that what would be written can be looked at anywhere.
"""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from extrabrain.core.errors import NotFound, Problem, ProtectedStorage, Unsupported

NAME = "extrabrain"
ABOUT = "Practise interviews on your own machine"
ICON = Path(__file__).parents[1] / "_web" / "icon.svg"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    path: PurePath
    content: bytes
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`files` in the order to write them; `folder`, where there is one, holds them all and goes with them.

    `run` is a command that makes the rest (a Windows .lnk is not a format to write by hand).
    """

    place: PurePath
    files: tuple[PlannedFile, ...]
    folder: PurePath | None = None
    run: tuple[str, ...] = ()


def command(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """What the shortcut runs: the program itself, by its full path, in the data folder of this moment."""
    found = shutil.which(sys.argv[0]) or shutil.which(NAME)
    program = (str(Path(found).absolute()),) if found else (sys.executable, "-m", "extrabrain.cli.main")
    kept = [name for name in ("EXTRABRAIN_HOME", "EXTRABRAIN_MODELS") if environment.get(name)]
    if kept and os.name != "nt":
        return ("env", *(f"{name}={environment[name]}" for name in kept), *program, "--window")
    return (*program, "--window")


def plan(system: str, run: tuple[str, ...], environment: Mapping[str, str], icon: bytes) -> Shortcut:
    """What to write on a system (as `sys.platform` names it). `Unsupported` for one that is not known."""
    if system.startswith("linux"):
        return _linux(run, environment, icon)
    if system == "darwin":
        return _mac(run, environment)
    if system == "win32":
        return _windows(run, environment)
    raise Unsupported(
        f"There is no shortcut for {system}.", next_step=f"Make one yourself that runs: {shlex.join(run)}"
    )


def _linux(run: tuple[str, ...], environment: Mapping[str, str], icon: bytes) -> Shortcut:
    home = PurePosixPath(environment.get("HOME", "/"))
    data = PurePosixPath(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    place = data / "applications" / f"{NAME}.desktop"
    picture = data / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        f"Name={NAME}",
        f"Comment={ABOUT}",
        f"Exec={' '.join(_exec_word(word) for word in run)}",
        f"Icon={picture}",
        "Terminal=false",
        "Categories=Education;",
        "Keywords=interview;practice;speech;",
        f"StartupWMClass={NAME}",
    ]
    text = "\n".join(lines) + "\n"
    return Shortcut(place, (PlannedFile(picture, icon), PlannedFile(place, text.encode(), 0o755)))


def _exec_word(word: str) -> str:
    """Quoted as the Desktop Entry Specification asks: `%` doubled, and in quotes where it is not plain."""
    word = word.replace("%", "%%")
    if all(sign.isalnum() or sign in "-_./=:+@%" for sign in word):
        return word
    escaped = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word)
    return '"' + escaped.replace("\\", "\\\\") + '"'


def _mac(run: tuple[str, ...], environment: Mapping[str, str]) -> Shortcut:
    folder = PurePosixPath(environment.get("HOME", "/")) / "Applications" / f"{NAME}.app"
    about = {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": "org.extrabrain.app",
        "CFBundleExecutable": NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleVersion": "1",
        "CFBundleShortVersionString": "1",
        "NSMicrophoneUsageDescription": "Your spoken answers become text and feedback on this Mac.",
    }
    script = f"#!/bin/sh\nexec {shlex.join(run)}\n"
    return Shortcut(
        folder,
        (
            PlannedFile(folder / "Contents" / "Info.plist", plistlib.dumps(about)),
            PlannedFile(folder / "Contents" / "MacOS" / NAME, script.encode(), 0o755),
        ),
        folder=folder,
    )


def _windows(run: tuple[str, ...], environment: Mapping[str, str]) -> Shortcut:
    roaming = environment.get("APPDATA") or r"C:\Users\Default\AppData\Roaming"
    menu = PureWindowsPath(roaming) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    place = menu / f"{NAME}.lnk"
    arguments = subprocess.list2cmdline(run[1:])
    steps = [
        "$shell = New-Object -ComObject WScript.Shell",
        f"$link = $shell.CreateShortcut({_powershell(str(place))})",
        f"$link.TargetPath = {_powershell(run[0])}",
        f"$link.Arguments = {_powershell(arguments)}",
        f"$link.Description = {_powershell(ABOUT)}",
        "$link.WindowStyle = 7",
        "$link.Save()",
    ]
    return Shortcut(
        place, (), run=("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "; ".join(steps))
    )


def _powershell(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def install(shortcut: Shortcut) -> None:
    """Writes it, in place of an older one. `ProtectedStorage` or `Problem` where that cannot be."""
    try:
        for file in shortcut.files:
            path = Path(file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
            path.chmod(file.mode)
        if shortcut.run:
            Path(shortcut.place).parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(shortcut.run, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, FileNotFoundError) as error:
        raise Problem(
            f"The shortcut could not be made: {error}.",
            next_step="Make one yourself for: extrabrain --window",
        ) from error
    except OSError as error:
        raise ProtectedStorage(
            f"{error.filename or shortcut.place} cannot be written: {error.strerror}.",
            next_step="Make the folder writable, then try again.",
        ) from error


def remove(shortcut: Shortcut) -> None:
    """`NotFound` where there is none."""
    place = Path(shortcut.place)
    if not os.path.lexists(place):
        raise NotFound(f"There is no shortcut at {place}.", next_step="Nothing needs to be removed.")
    if shortcut.folder is not None:
        shutil.rmtree(shortcut.folder)
        return
    for path in (place, *(Path(file.path) for file in shortcut.files)):
        path.unlink(missing_ok=True)
