"""The fence around a process that sees what the user says: a way to the broker first, then the jail."""

import os

from extrabrain.app.listening import Listening
from extrabrain.app.places import Places
from extrabrain.guard.charter import Charter, charter
from extrabrain.guard.jail.enter import Jail, enter
from extrabrain.guard.keeper import Keeper


class Fence:
    """`keeper` leads to the broker; `jail` is what the operating system enforces on this process."""

    def __init__(self, keeper: Keeper, jail: Jail) -> None:
        self.keeper = keeper
        self.jail = jail

    def close(self) -> None:
        self.keeper.close()


def charter_of(where: Places, page_port: int = 0) -> Charter:
    return charter(where.home, where.config, page_port=page_port)


def fenced(where: Places, listening: Listening | None = None) -> Fence:
    """Call it once, at the start of a process, before any thread runs. There is no way back out."""
    port = int(listening.getsockname()[1]) if listening is not None else 0
    keeper = Keeper(charter_of(where, port))
    keeper.line()
    return Fence(keeper, enter(listening))


def unfenced(where: Places) -> Fence:
    """For tests, tools and commands that must themselves stay outside; the broker judges all the same."""
    return Fence(Keeper(charter_of(where)), Jail("none", why=f"process {os.getpid()} did not ask for a jail"))
