"""How the broker is reached, and how it is started."""

import sys
from dataclasses import dataclass
from pathlib import Path

from extrabrain.guard.charter import Charter

TOKEN = "EXTRABRAIN_DOOR"
"""The variable in which a broker, and nobody else, gets the secret."""

SAID = "x-extrabrain-said"
"""The header of an answer that is the broker's own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A Unix socket in a folder that only the user can enter, or a loopback port; and a secret."""

    token: str
    path: Path | None = None
    port: int = 0

    def __repr__(self) -> str:
        return f"Line(path={str(self.path)!r}, port={self.port})"


def command(charter: Charter) -> list[str]:
    return [sys.executable, "-P", "-m", "extrabrain.guard.broker", charter.to_json()]
