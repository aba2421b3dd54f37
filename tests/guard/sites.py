"""Servers on this machine that keep what they are sent, and a door that leads to them."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from extrabrain.core.egress import Category, Egress, Posture
from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.guard.ledger_read import entries
from extrabrain.guard.policy import Allowed, Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider


class Site:
    """Answers each path as told. `wire` has every request as it came, byte for byte."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.wire: list[bytes] = []
        self.onward: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

            def do_GET(self) -> None:
                lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                site.wire.append(f"{self.requestline}\r\n{lines}\r\n".encode() + body)
                if self.path == "/drip":
                    self._drip()
                    return
                onward = site.onward.get(self.path)
                answer = b"" if onward else b"hello"
                self.send_response(302 if onward else 200)
                self.send_header("Content-Length", str(len(answer)))
                self.send_header("Set-Cookie", "seen=1")
                self.send_header("X-Extrabrain-Said", "posture-local")
                if onward:
                    self.send_header("Location", onward)
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET  # noqa: N815

            def _drip(self) -> None:
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for word in (b"one", b"two", b"three"):
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(word), word))
                    self.wfile.flush()
                    time.sleep(0.2)
                self.wfile.write(b"0\r\n\r\n")

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that went away is no news."""

        self._server = Quiet((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Broker:
    """A broker of its own, with its policy and its ledger."""

    def __init__(self, home: Path, index: str, *, forks: bool = True) -> None:
        self.charter = Charter(home / "home", home / "key", index=index)
        self.keeper = Keeper(self.charter, forks=forks)
        self.door = Door(self.keeper)

    def set_policy(
        self, posture: Posture, *rows: tuple[Category, str], own: tuple[Provider, ...] = ()
    ) -> None:
        allowed = frozenset(Allowed(*row) for row in rows)
        PolicyFile(self.charter.policy).write(Policy(posture, allowed, own))

    def told(self, count: int) -> list[Egress]:
        """What the ledger says once it has that many lines; the last is written when an answer has gone."""
        for _ in range(100):
            found = [line.entry for line in entries(self.charter.ledger)]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise AssertionError(f"the ledger has {len(found)} lines, not {count}")

    def close(self) -> None:
        self.door.close()
        self.keeper.close()


@contextmanager
def broker_for(home: Path, index: str) -> Iterator[Broker]:
    made = Broker(home, index)
    try:
        yield made
    finally:
        made.close()


def read(door: Door, url: str) -> tuple[int, bytes]:
    with door.stream(url, "weights") as reply:
        return reply.status, b"".join(reply.chunks)


def plain(entry: Egress) -> Any:
    return json.loads(json.dumps({name: getattr(entry, name) for name in Egress.__slots__}))
