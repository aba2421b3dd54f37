"""The self-test from within the running app: its own children leak, the broker listens outside."""

from collections.abc import Iterator
from urllib.parse import urlencode

from extrabrain.guard.door import Door
from extrabrain.guard.selftest.examine import Leak, examine


class ByBroker:
    """The outside, where this process is jailed: the broker's."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def port(self) -> int:
        return int(self._door.ask_broker("canary")["port"])

    def plant(self, name: str, word: str) -> bool:
        return bool(self._door.ask_broker(f"plant?{urlencode({'name': name, 'word': word})}")["planted"])

    def heard(self, word: str) -> bool:
        return bool(self._door.ask_broker(f"heard?{urlencode({'word': word})}")["heard"])


def examine_app(door: Door) -> Iterator[Leak]:
    """Each leak is a child of this very process, with the jail that it has, or has not."""
    return examine(ByBroker(door), enter_jail=False)
