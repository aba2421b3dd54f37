"""What every test gets: no way out to a network, a home of its own, and the real starter models.

The wall is an audit hook, so it sees every socket that Python makes in this process; only the fixture
`models_dir` may open it, to fetch the models once.
"""

import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
import pytest

_MODELS = os.environ.get("EXTRABRAIN_MODELS")

_OUTWARD = {
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
}


class Wall:
    """Refuses every address that is not this machine, unless `open`."""

    def __init__(self) -> None:
        self.open = False

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.open or event not in _OUTWARD:
            return
        host = args[0] if event.startswith("socket.get") else args[1]
        if isinstance(host, tuple):
            host = host[0]
        elif not event.startswith("socket.get"):
            return  # a Unix socket's path, or a connected socket without an address
        if isinstance(host, bytes):
            host = host.decode("idna")
        if host and not _is_here(str(host)):
            raise ConnectionRefusedError(f"A test tried to reach {host!r}; tests reach this machine only.")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


_WALL = Wall()
sys.addaudithook(_WALL.hear)


@contextmanager
def _gate() -> Iterator[None]:
    _WALL.open = True
    try:
        yield
    finally:
        _WALL.open = False


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models folder with the starter set in it: `EXTRABRAIN_MODELS`, else a lasting cache folder.

    What is missing is pulled, once; where that cannot be, the test fails and says why. Never write into it.
    """
    from extrabrain.core.errors import Problem
    from extrabrain.guard.charter import charter
    from extrabrain.guard.door import Door
    from extrabrain.guard.keeper import Keeper
    from extrabrain.weights.store import Weights

    folder = (
        Path(_MODELS).absolute()
        if _MODELS
        else platformdirs.user_cache_path("extrabrain", appauthor=False) / "models"
    )
    home = tmp_path_factory.mktemp("broker")
    keeper = Keeper(charter(home, home / "key"))
    weights = Weights(folder, Door(keeper))
    try:
        with _gate():
            for model_id in weights.missing_starter():
                weights.pull(model_id)
    except Problem as problem:
        pytest.fail(
            f"This test needs the starter models in {folder}, and they cannot be fetched. {problem}",
            pytrace=False,
        )
    finally:
        keeper.close()
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A fresh data folder. With `models_dir` beside it the models are there; else there are none."""
    place = tmp_path / "home"
    monkeypatch.setenv("EXTRABRAIN_HOME", str(place))
    monkeypatch.setenv("EXTRABRAIN_KEYCHAIN", "off")
    if "models_dir" in request.fixturenames:
        monkeypatch.setenv("EXTRABRAIN_MODELS", str(request.getfixturevalue("models_dir")))
    else:
        monkeypatch.delenv("EXTRABRAIN_MODELS", raising=False)
    return place
