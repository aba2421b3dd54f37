"""A conversation both ways through the door (a WebSocket): bytes and text out, text in.

The broker judges it before it begins and counts what passes.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from extrabrain.guard.failures import Answered, Shown, failure
from extrabrain.guard.line import SAID, Line

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

MOST_BYTES = 1_000_000
"""Of one message that comes in."""


class Talk:
    """One conversation. Not for two threads at once; `close` it."""

    def __init__(self, connection: "ClientConnection", where: str) -> None:
        self._connection = connection
        self._where = where

    def say(self, message: bytes | str) -> None:
        """`Unreachable` where the other side has gone."""
        from websockets.exceptions import ConnectionClosed

        try:
            self._connection.send(message)
        except (ConnectionClosed, OSError) as error:
            raise failure("broke-off", self._where) from error

    def hear(self, wait_s: float) -> str | None:
        """The next message; none where none came in time. `Unreachable` where it broke; `Ended` where the
        other side has said all that it wanted to."""
        from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

        try:
            message = self._connection.recv(timeout=wait_s)
        except TimeoutError:
            return None
        except ConnectionClosedOK:
            raise Ended from None
        except ConnectionClosed as error:
            raise failure("broke-off", self._where) from error
        return message if isinstance(message, str) else message.decode("utf-8", "replace")

    def close(self) -> None:
        with suppress(Exception):
            self._connection.close()


class Ended(Exception):
    """The other side has closed the conversation as agreed."""


def open_talk(line: Line, target: str, where: str, ticket: Mapping[str, str], wait_s: float) -> Talk:
    """`target` is path and query. `Refused` and `Unreachable` are the broker's; `Answered` where the other
    side will not talk; `Shown` where the ticket asks to see only."""
    from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus
    from websockets.sync.client import connect, unix_connect

    given: dict[str, Any] = {
        "additional_headers": ticket,
        "compression": None,
        "user_agent_header": None,
        "open_timeout": wait_s,
        "ping_interval": None,
        "close_timeout": 2,
        "max_size": MOST_BYTES,
    }
    try:
        if line.path is None:
            opening = cast("Any", connect(f"ws://127.0.0.1:{line.port}{target}", proxy=None, **given))
        else:
            opening = cast("Any", unix_connect(str(line.path), f"ws://broker{target}", **given))
        return Talk(opening.__enter__(), where)
    except InvalidStatus as error:
        response: Any = error.response
        body = bytes(response.body or b"")
        said = response.headers.get(SAID)
        if said is not None:
            raise failure(said, where) from error
        if "x-extrabrain-preview" in ticket:
            raise Shown(body) from error
        raise Answered(
            f"{where} answered with status {response.status_code}.",
            status=response.status_code,
            told=body.decode("utf-8", "replace"),
            wait_s=_seconds(response.headers.get("retry-after")),
        ) from error
    except (InvalidHandshake, InvalidMessage, EOFError, OSError) as error:
        raise failure("timeout" if isinstance(error, TimeoutError) else "broke-off", where) from error


def _seconds(given: str | None) -> float | None:
    return float(given) if given is not None and given.isascii() and given.isdigit() else None
