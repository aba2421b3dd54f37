"""Which model servers run here."""

import socket
import time

import pytest
from fake_apis import FakeApis

from extrabrain.advice.detect import Served, detect, served
from extrabrain.guard.door import Door
from extrabrain.guard.providers import LOCAL, Provider


async def test_one_that_runs_and_those_that_do_not(door: Door, fake_provider: Provider) -> None:
    here = [p for p in LOCAL if not _taken(p)]
    found = await detect(door, [fake_provider, *here], limit_s=5)
    assert found[0].runs
    assert found[0].models == (Served("a", 99), Served("gemma4:e4b", 8192))
    assert [f.runs for f in found[1:]] == [False] * len(here)


async def test_one_that_never_answers_is_given_up(door: Door, fake_provider: Provider) -> None:
    """`fake` is asked too, so that the broker's own start is not what is waited for."""
    await detect(door, [fake_provider], limit_s=5)
    with socket.create_server(("127.0.0.1", 11434)) if not _taken(LOCAL[0]) else socket.socket():
        began = time.monotonic()
        found = await detect(door, [LOCAL[0]], limit_s=0.3)
    assert not found[0].runs
    assert time.monotonic() - began < 5, "not the minutes that a model may take to answer"


@pytest.mark.parametrize("plain", [None, [], {}, {"data": 3}, {"models": []}])
def test_what_is_no_list(plain: object) -> None:
    with pytest.raises(ValueError, match="no list"):
        served(plain)


def test_models_that_cannot_chat_are_left_out(apis: FakeApis) -> None:
    assert served({"data": [{"id": "bge-m3"}, {"id": 3}, "x", {"id": "b"}]}, "ollama") == (Served("b", 4096),)


def _taken(provider: Provider) -> bool:
    port = int(provider.origin.rpartition(":")[2])
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
