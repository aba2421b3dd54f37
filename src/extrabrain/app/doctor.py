"""The doctor: what works on this machine, and what to do about the rest."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from extrabrain.app.build import Workbench
from extrabrain.core.errors import Problem
from extrabrain.guard.keys import Locked
from extrabrain.record import sessions

State = Literal["ok", "warning", "problem"]

STARTER_BYTES = 70_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; `next_step` is empty where all is well."""

    name: str
    state: State
    found: str
    next_step: str = ""


def examine(bench: Workbench) -> list[Check]:
    """Runs every check; one that fails says so and the others go on."""
    checks: tuple[tuple[str, Callable[[Workbench], Iterator[Check]]], ...] = (
        ("python", _python),
        ("data folder", _folder),
        ("store", _store),
        ("models", _models),
        ("microphone", _microphone),
        ("page", _page),
        ("privacy", _privacy),
    )
    report: list[Check] = []
    for name, check in checks:
        try:
            report += check(bench)
        except Problem as problem:
            report.append(Check(name, "problem", problem.what, problem.next_step))
    return report


def _python(_: Workbench) -> Iterator[Check]:
    found = f"{sys.version_info.major}.{sys.version_info.minor} on {sys.platform}, {os.cpu_count()} cores"
    yield Check("python", "ok", found)


def _folder(bench: Workbench) -> Iterator[Check]:
    home = bench.places.home
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        yield Check(
            "data folder",
            "problem",
            f"{home} cannot be written",
            "Set EXTRABRAIN_HOME to a folder that you can write.",
        )
        return
    free = shutil.disk_usage(nearest).free
    room = f"{home}, {free / 1e9:.1f} GB free"
    if free < 2 * STARTER_BYTES:
        yield Check("data folder", "warning", room, "Free some space before recording.")
    else:
        yield Check("data folder", "ok", room)


def _store(bench: Workbench) -> Iterator[Check]:
    if not bench.places.store.exists():
        yield Check("store", "ok", "none yet; it is made with your first session")
        return
    if bench.vault.place == "vault":
        yield Check("key", "ok", "in a vault that your passphrase opens (Argon2id)")
    try:
        opened = bench.store
    except Locked as locked:
        yield Check("store", "warning", f"not looked into: {locked.what}", locked.next_step)
        return
    count = len(sessions.list_sessions(opened))
    yield Check("store", "ok", f"encrypted (ChaCha20), {count} sessions, {bench.places.store}")
    if bench.vault.place == "keychain":
        yield Check("key", "ok", "in the operating system's keychain")
    elif bench.vault.place == "keyfile":
        yield Check(
            "key",
            "warning",
            f"in the file {bench.places.key_file}, readable by you alone: no keychain was found",
            "Whoever copies that file and the data can read both. Set a passphrase: extrabrain vault create",
        )


def _models(bench: Workbench) -> Iterator[Check]:
    for model_id in bench.weights.starter():
        if bench.weights.ready(model_id):
            yield Check(f"model {model_id}", "ok", "ready")
        else:
            yield Check(f"model {model_id}", "warning", "not here yet", f"extrabrain models pull {model_id}")


def _microphone(_: Workbench) -> Iterator[Check]:
    if find_spec("sounddevice") is None:
        yield Check(
            "microphone",
            "ok",
            "through the browser; the terminal's --mic needs an extra",
            'pip install "extrabrain[microphone]"',
        )
        return
    from extrabrain.sound.capture_device import microphones

    devices = microphones()
    if devices:
        yield Check("microphone", "ok", ", ".join(devices[:3]))
    else:
        yield Check("microphone", "warning", "no input device for --mic", "Connect one, or use the browser.")


def _page(_: Workbench) -> Iterator[Check]:
    page = Path(__file__).parents[1] / "_web" / "index.html"
    if page.is_file():
        yield Check("page", "ok", "built")
    else:
        yield Check("page", "problem", "not built", "Run `uv sync --reinstall-package extrabrain`.")


def _privacy(bench: Workbench) -> Iterator[Check]:
    jail, policy = bench.fence.jail, bench.consent.policy()
    sent = "only model files are fetched" if policy.posture == "local" else "what you allowed may be sent"
    yield Check("posture", "ok", f"{policy.posture}: {sent}")
    if jail.holds:
        yield Check("jail", "ok", f"jailed by the operating system: {', '.join(jail.layers)}")
    else:
        yield Check(
            "jail",
            "warning",
            f"guarded, not jailed: {jail.why}",
            "Only the program's own door keeps data here; `extrabrain guard test` shows what that misses.",
        )
    found = bench.consent.verify() if bench.fence.keeper.charter.ledger.exists() else None
    if found is None:
        yield Check("ledger", "ok", "empty: nothing has left this machine")
    elif found.sound:
        yield Check("ledger", "ok", f"sound, {found.lines} lines")
    else:
        yield Check("ledger", "problem", f"changed: {found.fault}", "extrabrain guard verify")
