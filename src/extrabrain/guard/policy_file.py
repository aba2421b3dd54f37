"""The policy on disk: `policy.json` in the data folder, written whole, read anew whenever it has changed.

Every broker reads it before each request, so that what one process revokes holds in all of them at once.
"""

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from extrabrain.core.egress import CATEGORIES
from extrabrain.core.errors import ProtectedStorage, UsageProblem
from extrabrain.guard.policy import Allowed, Policy, origin
from extrabrain.guard.providers import Provider
from extrabrain.guard.turn import turn

Mark = tuple[int, int, int]


class PolicyFile:
    """Thread-safe. What stands there is changed by `change`, or two who change it at once undo each other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: tuple[Mark | None, Policy] = (None, Policy())
        """In one piece: no thread ever puts an older policy beside the mark of a newer one."""

    def read(self) -> Policy:
        """Local, with nothing allowed, where there is no file; `UsageProblem` where it makes no sense."""
        mark, held = self.mark(), self._held
        if mark is None:
            return Policy()
        if mark != held[0]:
            self._held = held = (mark, _understood(self.path))
        return held[1]

    def change(
        self, change: Callable[[Policy], Policy], first: Callable[[Policy], None] = lambda _: None
    ) -> Policy:
        """Writes what `change` makes of what stands there, while nobody else changes it, in any process;
        `first` is called with it before. Returns it. `ProtectedStorage` where it cannot be written."""
        with turn(self.path):
            changed = change(self.read())
            first(changed)
            self.write(changed)
            return changed

    def mark(self) -> Mark | None:
        """Another one after every writing, also where what stands in the file is the same again."""
        with suppress(FileNotFoundError):
            return _mark(self.path.stat())
        return None

    def write(self, policy: Policy) -> None:
        """In one step; `ProtectedStorage` where it cannot be."""
        plain = {
            "posture": policy.posture,
            "allow": [
                {"category": row.category, "provider": row.provider}
                for row in sorted(policy.rows, key=lambda row: (row.provider, row.category))
            ],
            "own": [{"name": p.name, "title": p.title, "origin": p.origin} for p in policy.own],
        }
        fresh = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
            fresh.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            raise ProtectedStorage(
                f"{self.path} cannot be written: {error.strerror}.",
                next_step="Make room on the disk, or make the data folder writable.",
            ) from error


def _understood(path: Path) -> Policy:
    try:
        plain: Any = json.loads(path.read_text(encoding="utf-8"))
        posture = plain["posture"]
        if posture not in ("local", "hybrid"):
            raise ValueError(posture)
        rows = frozenset(Allowed(_category(row["category"]), str(row["provider"])) for row in plain["allow"])
        own = tuple(Provider(str(p["name"]), str(p["title"]), origin(str(p["origin"]))) for p in plain["own"])
    except (ValueError, KeyError, TypeError, UsageProblem) as error:
        raise UsageProblem(
            f"{path} cannot be understood, so nothing may leave.",
            next_step="Correct it, or move it away to start with the posture local.",
        ) from error
    return Policy(posture, rows, own)


def _category(name: object) -> Any:
    if name not in CATEGORIES:
        raise ValueError(name)
    return name


def _mark(stat: os.stat_result) -> Mark:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
