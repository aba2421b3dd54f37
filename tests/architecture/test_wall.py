"""The wall around the tests holds: no test reaches another machine."""

import asyncio
import socket

import pytest

AFAR = "192.0.2.1"
"""An address that is nobody's (RFC 5737)."""


def test_no_connection() -> None:
    with socket.socket() as out, pytest.raises(ConnectionRefusedError, match=AFAR):
        out.connect((AFAR, 443))


def test_no_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as out, pytest.raises(ConnectionRefusedError, match=AFAR):
        out.sendto(b"x", (AFAR, 53))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(ConnectionRefusedError, match=r"example\.com"):
        socket.getaddrinfo("example.com", 443)


async def test_no_connection_from_an_event_loop() -> None:
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(AFAR, 443)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with socket.create_connection(listening.getsockname()) as out:
            out.sendall(b"x")
            assert listening.accept()[0].recv(1) == b"x"
        with socket.create_connection(("localhost", listening.getsockname()[1])):
            pass
