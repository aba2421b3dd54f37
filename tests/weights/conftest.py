"""A package index and a model hub on this machine, with faults on demand."""

import hashlib
import io
import json
import re
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.weights.catalogue import Entry, File, Part, Source
from extrabrain.weights.fetch import Fetcher
from extrabrain.weights.store import Weights


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


class Registry:
    """Serves `content` by path. `asked` lists `(path, first byte asked for)` in order."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.asked: list[tuple[str, int]] = []
        self.cuts: dict[str, list[int]] = {}
        """By path: after how many bytes of the answer the connection is cut, one for each request."""
        self.statuses: dict[str, list[int]] = {}
        """By path: answers to give before the real one."""
        self.onward: dict[str, str] = {}
        self.ranges = True
        self.html = False
        self._releases: dict[str, list[tuple[str, bytes]]] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._folder = tempfile.TemporaryDirectory()
        home = Path(self._folder.name)
        self._keeper = Keeper(Charter(home, home / "key", index=self.url))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def door(self) -> Door:
        return Door(self._keeper)

    def put(self, path: str, content: bytes) -> str:
        self.content[path] = content
        return f"{self.url}{path}"

    def release(
        self, package: str, version: str, members: dict[str, bytes], tag: str = "py3-none-any"
    ) -> str:
        """A wheel in the index; gives `PACKAGE==VERSION`."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
            for name, data in members.items():
                wheel.writestr(name, data)
        name = f"{package.replace('-', '_')}-{version}-{tag}.whl"
        self._releases.setdefault(package, []).append((name, packed.getvalue()))
        self.put(f"/files/{name}", packed.getvalue())
        self._index(package)
        return f"{package}=={version}"

    def _index(self, package: str) -> None:
        path = f"/simple/{package}/"
        files = [
            {
                "filename": name,
                "url": f"../../files/{name}",
                "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
                "size": len(data),
            }
            for name, data in self._releases[package]
        ]
        if self.html:
            links = (
                f'<a href="{f["url"]}#sha256={f["hashes"]["sha256"]}">{f["filename"]}</a>' for f in files
            )
            self.put(path, f"<html><body>{'<br>'.join(links)}</body></html>".encode())
            self.kinds[path] = "text/html; charset=utf-8"
        else:
            self.put(path, json.dumps({"meta": {"api-version": "1.1"}, "files": files}).encode())
            self.kinds[path] = "application/vnd.pypi.simple.v1+json"

    def file(self, name: str, content: bytes, *sources: tuple[str, ...], download_bytes: int = 0) -> File:
        """A catalogue file holding `content`; each source is the addresses of its parts."""
        size = download_bytes or len(content)
        return File(
            name,
            hashlib.sha256(content).hexdigest(),
            len(content),
            tuple(Source(tuple(Part(address, size) for address in source)) for source in sources),
        )

    def model(self, model_id: str, *files: File) -> Entry:
        return Entry(model_id, model_id.title(), "asr", "MIT", 10, files)

    def fetched(self, path: str) -> list[int]:
        return [first for asked, first in self.asked if asked == path]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

            def do_GET(self) -> None:
                wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
                first = int(wanted[1]) if wanted and registry.ranges else 0
                registry.asked.append((self.path, int(wanted[1]) if wanted else 0))
                if self.path in registry.onward:
                    self._answer(302, b"", {"Location": registry.onward[self.path]})
                elif registry.statuses.get(self.path):
                    self._answer(registry.statuses[self.path].pop(0), b"", {})
                elif self.path not in registry.content:
                    self._answer(404, b"", {})
                else:
                    self._send(registry.content[self.path], first, bool(wanted) and registry.ranges)

            def _send(self, data: bytes, first: int, partial: bool) -> None:
                if partial and first >= len(data):
                    self._answer(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                elif partial:
                    shown = {"Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"}
                    self._answer(206, data[first:], shown)
                else:
                    self._answer(200, data, {})

            def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Type", registry.kinds.get(self.path, "application/octet-stream"))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                cuts = registry.cuts.get(self.path)
                if cuts and status < 300:
                    self.wfile.write(body[: cuts.pop(0)])
                    self.close_connection = True
                else:
                    self.wfile.write(body)

        return Handler


@pytest.fixture
def registry() -> Iterator[Registry]:
    served = Registry()
    yield served
    served.close()


@pytest.fixture
def hasty() -> list[float]:
    """The waits between tries, noted instead of waited."""
    return []


@pytest.fixture
def weights_of(registry: Registry, tmp_path: Path, hasty: list[float]):
    """Makes `Weights` of given entries that fetch from the registry without waiting."""

    def make(*entries: Entry) -> Weights:
        door = registry.door()
        return Weights(tmp_path / "models", door, entries=entries, fetcher=Fetcher(door, pause=hasty.append))

    return make
