"""The broker's part in the self-test: outside the jail sit the canary and the leaks that are to get out."""

from urllib.parse import parse_qs

from extrabrain.guard.selftest.canary import Canary
from extrabrain.guard.selftest.examine import Here
from extrabrain.guard.selftest.leaks import LEAKS


class Perch:
    """One canary for the life of the broker."""

    def __init__(self) -> None:
        canary = Canary()
        canary.__enter__()
        self._here = Here(canary)

    def say(self, what: str, query: str) -> object:
        given = {name: values[0] for name, values in parse_qs(query).items()}
        word, name = given.get("word", ""), given.get("name", "")
        match what:
            case "canary":
                return {"port": self._here.port()}
            case "plant" if name in LEAKS and word.isalnum():
                return {"planted": self._here.plant(name, word)}
            case "heard" if word.isalnum():
                return {"heard": self._here.heard(word)}
            case _:
                return None
