"""Entering the jail, and saying truthfully what came of it."""

import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

Kind = Literal["namespace", "seccomp", "sandbox", "none"]

NOBODY = "192.0.2.1"
"""An address that is nobody's (RFC 5737)."""


@dataclass(frozen=True, slots=True)
class Jail:
    """`layers` are in force; `why` says, for people, what is missing and why."""

    kind: Kind
    layers: tuple[str, ...] = ()
    why: str = ""

    @property
    def holds(self) -> bool:
        return self.kind != "none"


def enter(listening: socket.socket | None = None) -> Jail:
    """Takes the network from this process; call it before any thread is started.

    A socket that already listens goes on doing so, on this machine only. Never raises: where no jail can be
    had, `kind` is `none`. `EXTRABRAIN_JAIL` may be `off`, or `seccomp` to do without namespaces.
    """
    wanted = os.environ.get("EXTRABRAIN_JAIL", "")
    if wanted == "off":
        return Jail("none", why="EXTRABRAIN_JAIL is off")
    if listening is not None:
        _bind_to_this_machine(listening)
    if sys.platform == "linux":
        from extrabrain.guard.jail.linux import enter_linux

        return _tried(enter_linux(namespaces=wanted != "seccomp"))
    if sys.platform == "darwin" and wanted == "sandbox":
        from extrabrain.guard.jail.macos import enter_macos

        return _tried(enter_macos())
    return Jail("none", why=f"there is no jail for {_SYSTEMS.get(sys.platform, sys.platform)} yet")


_SYSTEMS = {"win32": "Windows", "darwin": "macOS"}


def _tried(jail: Jail) -> Jail:
    """The jail, if it does hold: a datagram socket that finds a way to another machine gives it the lie.

    Connecting such a socket sends nothing; it only asks the system for a way.
    """
    if not jail.holds:
        return jail
    for family, address in ((socket.AF_INET, NOBODY), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            return Jail("none", why=f"the jail ({jail.kind}) did not hold when it was tried")
    return jail


def _bind_to_this_machine(listening: socket.socket) -> None:
    """A socket keeps the network that it was made in. Tied to the loopback device, it cannot be turned around
    and used to call another machine; only the superuser could untie it."""
    if sys.platform == "linux":
        with suppress(OSError):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
