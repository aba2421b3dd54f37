"""A conversation both ways, through a real broker with a real WebSocket server on this machine."""

import threading
from collections.abc import Iterator

import pytest
from sites import Broker, Site
from websockets.sync.server import ServerConnection, serve

from extrabrain.guard.failures import Answered, Refused, Shown, Unreachable
from extrabrain.guard.providers import Provider
from extrabrain.guard.talk import Ended

FAR = "127.0.0.2"
"""An address of this machine that the policy does not call ours."""


class Echo:
    """Says everything back in upper case; `bye` ends it as agreed, `drop` without a word."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._server = serve(self._talk, FAR, 0, compression=None)
        self.url = f"http://{FAR}:{self._server.socket.getsockname()[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()

    def _talk(self, connection: ServerConnection) -> None:
        for message in connection:
            assert isinstance(message, str)
            self.heard.append(message)
            if message == "bye":
                return
            if message == "drop":
                connection.socket.close()
                return
            connection.send(message.upper())


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.close()


@pytest.fixture
def lab(echo: Echo) -> Provider:
    return Provider("lab", "Lab", echo.url)


def test_both_ways_and_told_when_it_has_ended(broker: Broker, echo: Echo, lab: Provider) -> None:
    broker.set_policy("hybrid", ("audio", "lab"), own=(lab,))
    talk = broker.door.talk(f"{echo.url}/a?b=c", "provider", ("audio",))
    talk.say("one")
    assert talk.hear(5) == "ONE"
    assert talk.hear(0) is None
    talk.say("two")
    assert talk.hear(5) == "TWO"
    talk.say("bye")
    with pytest.raises(Ended):
        talk.hear(5)
    talk.close()
    asked, answered = broker.told(2)
    assert (asked.step, answered.step, answered.status) == ("asked", "answered", 101)
    assert answered.bytes_out > asked.bytes_out > 100 and answered.bytes_in > len("ONETWO")
    assert (answered.carries, answered.reason) == (("audio",), "")


def test_a_line_that_drops_is_told(broker: Broker, echo: Echo, lab: Provider) -> None:
    broker.set_policy("hybrid", ("audio", "lab"), own=(lab,))
    talk = broker.door.talk(echo.url, "provider", ("audio",))
    talk.say("drop")
    with pytest.raises(Unreachable, match="broke off"):
        talk.hear(5)


def test_the_policy_holds_for_conversations_too(broker: Broker, echo: Echo, lab: Provider) -> None:
    def refused(reason: str) -> None:
        with pytest.raises(Refused) as caught:
            broker.door.talk(echo.url, "provider", ("audio",))
        assert caught.value.reason == reason

    broker.set_policy("local", ("audio", "lab"), own=(lab,))
    refused("posture-local")
    broker.set_policy("hybrid", ("prompt", "lab"), own=(lab,))
    refused("not-allowed")
    broker.set_policy("hybrid", ("audio", "lab"))
    refused("not-listed")
    assert echo.heard == [] and {line.step for line in broker.told(3)} == {"refused"}


def test_it_is_never_for_model_files(broker: Broker) -> None:
    with pytest.raises(Refused, match="no rule"):
        broker.door.talk(broker.charter.index, "weights", ())


def test_a_door_that_only_looks_shows_it(broker: Broker, echo: Echo, lab: Provider) -> None:
    broker.set_policy("local", own=(lab,))
    with pytest.raises(Shown) as caught:
        broker.door.looking().talk(f"{echo.url}/v1?x=1", "provider", ("audio",))
    assert caught.value.sent.startswith(b"GET /v1?x=1 HTTP/1.1\r\nHost: ")
    assert b"authorization: Bearer (your key)" in caught.value.sent
    assert echo.heard == []


def test_who_will_not_talk_answers_with_a_status(broker: Broker) -> None:
    other = Site(FAR)
    broker.set_policy("hybrid", ("audio", "plain"), own=(Provider("plain", "Plain", other.url),))
    with pytest.raises(Answered) as caught:
        broker.door.talk(other.url, "provider", ("audio",))
    other.close()
    assert (caught.value.status, caught.value.told) == (200, "hello")
