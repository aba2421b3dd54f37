"""Plants each leak twice: outside the jail, where it must get out, and inside, where it must not."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from extrabrain.guard.selftest.canary import Canary
from extrabrain.guard.selftest.leaks import LEAKS, PLANTED

LONGEST_S = 20


@dataclass(frozen=True, slots=True)
class Leak:
    """`seen` where the canary heard it outside the jail, so that the test is known to see; `caught` where it
    was tried inside and not heard."""

    name: str
    seen: bool
    caught: bool

    @property
    def proved(self) -> bool:
        return self.seen and self.caught


class Outside(Protocol):
    """What is not jailed: a canary, and somebody who can plant a leak beside it."""

    def port(self) -> int: ...
    def plant(self, name: str, word: str) -> bool: ...
    def heard(self, word: str) -> bool: ...


def examine(outside: Outside, *, enter_jail: bool) -> Iterator[Leak]:
    """Only random words are sent, and to this machine only.

    With `enter_jail` each leak's process enters the jail itself; without, it has that of this process.
    """
    for name in LEAKS:
        seen = _got_out(outside, outside.plant(name, word := _word()), word)
        tried = plant(name, word := _word(), outside.port(), jailed=enter_jail)
        yield Leak(name, seen, tried and not outside.heard(word))


def _got_out(outside: Outside, tried: bool, word: str) -> bool:
    return tried and outside.heard(word)


def _word() -> str:
    return f"w{secrets.token_hex(8)}"


def plant(name: str, word: str, port: int, *, jailed: bool) -> bool:
    """Runs the leak in a process of its own; whether it came so far as to try."""
    module = "extrabrain.guard.selftest.leaks"
    command = [sys.executable, "-P", "-m", module, name, word, str(port), *(["--jailed"] if jailed else [])]
    try:
        ran = subprocess.run(command, timeout=LONGEST_S, check=False, capture_output=True, text=True)
    except subprocess.TimeoutExpired as late:
        return PLANTED.encode() in (late.stdout or b"")
    return PLANTED in ran.stdout


class Here:
    """The outside, where this process is itself outside."""

    def __init__(self, canary: Canary) -> None:
        self._canary = canary

    def port(self) -> int:
        return self._canary.port

    def plant(self, name: str, word: str) -> bool:
        return plant(name, word, self._canary.port, jailed=False)

    def heard(self, word: str) -> bool:
        return self._canary.heard(word)
