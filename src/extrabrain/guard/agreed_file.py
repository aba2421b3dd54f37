"""What the user has seen once and lets go from then on: `agreed.json` in the data folder.

Only kinds of data, names of providers and how they may be sent; never content. Where it cannot be
understood it counts as empty: the user is asked again.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.policy import Allowed
from extrabrain.guard.turn import turn

How = Literal["as-is", "redacted"]


@dataclass(frozen=True, slots=True)
class AgreedFile:
    """Read anew each time, so that what one process takes back holds in all."""

    path: Path

    def read(self) -> Mapping[Allowed, How]:
        found: dict[Allowed, How] = {}
        with suppress(OSError, ValueError, KeyError, TypeError):
            plain: Any = json.loads(self.path.read_text(encoding="utf-8"))
            for row in plain["agreed"]:
                if row["how"] in ("as-is", "redacted"):
                    found[Allowed(row["category"], str(row["provider"]))] = row["how"]
        return found

    def keep(self, rows: Mapping[Allowed, How]) -> None:
        """On top of what is there."""
        with turn(self.path):
            merged: dict[Allowed, How] = {**self.read(), **rows}
            self._write(merged)

    def forget(self, which: Callable[[Allowed], bool]) -> None:
        with turn(self.path):
            before = self.read()
            after: dict[Allowed, How] = {row: how for row, how in before.items() if not which(row)}
            if after != before:
                self._write(after)

    def _write(self, rows: Mapping[Allowed, How]) -> None:
        agreed = [{"category": row.category, "provider": row.provider, "how": rows[row]} for row in rows]
        fresh = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.tmp")
        try:
            fresh.write_text(json.dumps({"agreed": agreed}, indent=2) + "\n", encoding="utf-8")
            fresh.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            raise ProtectedStorage(
                f"{self.path} cannot be written: {error.strerror}.",
                next_step="Make room on the disk, or make the data folder writable.",
            ) from error
