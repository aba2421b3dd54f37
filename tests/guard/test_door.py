"""The door against real servers on this machine."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extrabrain.core.egress import Egress
from extrabrain.guard.door import Door
from extrabrain.guard.failures import Refused, Unreachable
from extrabrain.guard.policy import Rules, origin


class Site:
    """Answers each path as told, and keeps the raw head of each request."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.onward: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

            def do_GET(self) -> None:
                lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
                site.heads.append(f"{self.requestline}\r\n{lines}\r\n".encode())
                onward = site.onward.get(self.path)
                body = b"" if onward else b"hello"
                self.send_response(302 if onward else 200)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Set-Cookie", "seen=1")
                if onward:
                    self.send_header("Location", onward)
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()
    yield served
    served.close()


@pytest.fixture
def other() -> Iterator[Site]:
    served = Site()
    yield served
    served.close()


@pytest.fixture
def told() -> list[Egress]:
    return []


@pytest.fixture
def door(site: Site, told: list[Egress]) -> Iterator[Door]:
    opened = Door("local", given=Rules("local", frozenset({origin(site.url)})), on_egress=told.append)
    yield opened
    opened.close()


def read(door: Door, url: str) -> tuple[int, bytes]:
    with door.stream(url, "weights") as reply:
        return reply.status, b"".join(reply.chunks)


def test_a_request_is_told_before_it_is_sent_byte_for_byte(
    site: Site, door: Door, told: list[Egress]
) -> None:
    assert read(door, f"{site.url}/a?b=c") == (200, b"hello")
    sent = len(site.heads[0])
    assert told == [Egress(site.url.removeprefix("http://"), "weights", (), sent, "allowed")]


def test_what_is_refused_is_told_and_not_sent(door: Door, other: Site, told: list[Egress]) -> None:
    with pytest.raises(Refused) as caught:
        read(door, other.url)
    assert "EXTRABRAIN_PYPI" in caught.value.next_step
    assert other.heads == []
    assert told == [Egress(other.url.removeprefix("http://"), "weights", (), 0, "refused")]


def test_a_redirect_is_followed_where_the_rules_allow(site: Site, door: Door) -> None:
    site.onward["/from"] = "/to"
    assert read(door, f"{site.url}/from") == (200, b"hello")
    assert len(site.heads) == 2


def test_a_redirect_elsewhere_is_refused(site: Site, other: Site, door: Door, told: list[Egress]) -> None:
    site.onward["/from"] = f"{other.url}/leak"
    with pytest.raises(Refused):
        read(door, f"{site.url}/from")
    assert other.heads == []
    assert [egress.verdict for egress in told] == ["allowed", "refused"]


def test_a_circle_of_redirects_ends(site: Site, door: Door) -> None:
    site.onward["/round"] = "/round"
    with pytest.raises(Unreachable, match="leads on"):
        read(door, f"{site.url}/round")


def test_proxy_variables_and_cookies_are_not_followed(
    site: Site, other: Site, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.url)
    read(door, site.url)
    read(door, site.url)
    assert other.heads == []
    assert b"cookie" not in site.heads[1].lower()


def test_nobody_listens(site: Site, door: Door) -> None:
    site.close()
    with pytest.raises(Unreachable, match="cannot be reached") as caught:
        read(door, site.url)
    assert "network" in caught.value.next_step


def test_a_server_that_never_answers(told: list[Egress]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        door = Door("local", given=Rules("local", frozenset({origin(url)})), read_s=0.2)
        with pytest.raises(Unreachable, match="in time"):
            read(door, url)
        door.close()


def test_an_answer_that_is_no_http(door: Door) -> None:
    def babble(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        connection.recv(1_000)
        connection.sendall(b"220 mail at your service\r\n")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=babble, args=(listening,), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        opened = Door("local", given=Rules("local", frozenset({origin(url)})))
        with pytest.raises(Unreachable, match="broke off"):
            read(opened, url)
        opened.close()


def test_the_index_is_the_public_one_or_the_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXTRABRAIN_PYPI", raising=False)
    assert Door("local").index == "https://pypi.org"
    monkeypatch.setenv("EXTRABRAIN_PYPI", "https://mirror.example.org/pypi/")
    assert Door("local").index == "https://mirror.example.org/pypi"
