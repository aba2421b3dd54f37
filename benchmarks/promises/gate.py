"""P4, P6: raw requests against the real app's gate."""

import random
import re
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from promises.outcome import Outcome

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "web"))

from app_process import App, running

SILENT_S = 0.4
"""A server that says nothing for so long waits for the rest of a request that will not come."""

BUSY_S = 20.0
"""How long an answer that must come may take on a busy machine."""

Request = dict[str, object]
__all__ = ["App", "running"]

ALLOWED_WITHOUT = ("/enter",)
"""The exact list: a one-time ticket is asked for there instead."""


def legitimate(app: App, rng: random.Random) -> Request:
    """A request that our own page could make, as parts."""
    port = app.base.rpartition(":")[2]
    headers = [
        ("Host", f"127.0.0.1:{port}"),
        ("Origin", app.base),
        ("Sec-Fetch-Site", "same-origin"),
        ("Cookie", app.cookie),
        ("Accept", "*/*"),
    ]
    kind = rng.choice(("read", "change", "socket"))
    if kind == "read":
        return {"line": "GET /api/status HTTP/1.1", "headers": headers, "body": b"", "kind": kind}
    if kind == "change":
        body = b'{"posture":"local"}'
        more = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        line = "POST /api/privacy/posture HTTP/1.1"
        return {"line": line, "headers": headers + more, "body": body, "kind": kind}
    more = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]
    return {"line": "GET /ws/sessions/x HTTP/1.1", "headers": headers + more, "body": b"", "kind": kind}


def _set(request: Request, name: str, value: str | None) -> None:
    headers: list[tuple[str, str]] = request["headers"]  # pyright: ignore
    kept = [(n, v) for n, v in headers if n.lower() != name.lower()]
    request["headers"] = kept if value is None else [*kept, (name, value)]


def _noise(rng: random.Random, text: str) -> str:
    """The text with one letter changed, dropped or doubled."""
    at = rng.randrange(len(text))
    return rng.choice(
        (text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + "~" + text[at + 1 :])
    )


HOSTS = (
    "evil.example",
    "0.0.0.0",
    "[::1]",
    "127.0.0.1.evil.example",
    "localhost.",
    "127.1",
    "127.0.0.1@evil",
    "",
)
ORIGINS = (
    "null",
    "https://evil.example",
    "http://127.0.0.1",
    "http://0.0.0.0",
    "file://",
    "http://[::1]",
    "",
)


def _mutations(app: App) -> dict[str, Callable[[Request, random.Random], None]]:
    host = app.base.removeprefix("http://")
    name, _, token = app.cookie.partition("=")

    def doubled(request: Request, rng: random.Random) -> None:
        headers: list = request["headers"]  # pyright: ignore
        which = rng.choice(("Host", "Origin", "Cookie", "Sec-Fetch-Site"))
        value = {"Host": rng.choice(HOSTS), "Origin": rng.choice(ORIGINS), "Cookie": f"{name}=x"}.get(
            which, "cross-site"
        )
        headers.insert(rng.randrange(len(headers) + 1), (which, value))

    def other_verb(request: Request, rng: random.Random) -> None:
        _set(request, "Origin", None)
        request["line"] = (
            f"{rng.choice(('POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'))} /api/x HTTP/1.1"
        )

    def smuggled(request: Request, rng: random.Random) -> None:
        _set(request, "Cookie", None)
        _set(request, "Transfer-Encoding", rng.choice(("chunked", "Chunked", "identity, chunked")))
        _set(request, "Content-Length", str(rng.randrange(10)))
        request["body"] = b"0\r\n\r\nGET /api/status HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n"

    def broken_head(request: Request, rng: random.Random) -> None:
        request["line"] = str(request["line"]).replace(
            "HTTP/1.1", rng.choice(("HTTP/1.1\r\nX\0: y", "HTTP/9", "", "FTP/1.1"))
        )

    return {
        "foreign host": lambda r, rng: _set(r, "Host", f"{rng.choice(HOSTS)}:{host.rpartition(':')[2]}"),
        "no host": lambda r, _: _set(r, "Host", None),
        "garbled host": lambda r, rng: _set(r, "Host", _noise(rng, host)),
        "foreign origin": lambda r, rng: _set(r, "Origin", rng.choice(ORIGINS) or "x"),
        "garbled origin": lambda r, rng: _set(r, "Origin", _noise(rng, app.base)),
        "cross-site": lambda r, rng: _set(
            r, "Sec-Fetch-Site", rng.choice(("cross-site", "same-site", "x", ""))
        ),
        "no token": lambda r, _: _set(r, "Cookie", None),
        "garbled token": lambda r, rng: _set(r, "Cookie", f"{name}={_noise(rng, token)}"),
        "token of another port": lambda r, _: _set(r, "Cookie", f"extrabrain-1={token}"),
        "doubled header": doubled,
        "change without origin": other_verb,
        "smuggled": smuggled,
        "broken head": broken_head,
    }


def as_bytes(request: Request) -> bytes:
    head = "".join(f"{n}: {v}\r\n" for n, v in request["headers"])  # pyright: ignore
    return f"{request['line']}\r\n{head}\r\n".encode("latin-1") + request["body"]  # pyright: ignore


def answer_to(port: int, raw: bytes, silent_s: float = SILENT_S) -> tuple[int, bytes]:
    """The status of the answer, 0 where the connection was just dropped, and what came."""
    came = b""
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as out:
            out.sendall(raw)
            out.settimeout(silent_s)
            while not _whole(came) and (piece := out.recv(65536)):
                came += piece
                out.settimeout(SILENT_S)
    except OSError:
        came = came or b""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", came)
    return (int(found[1]) if found else 0), came


def _whole(came: bytes) -> bool:
    """Whether a whole answer is there, by the length that it says; a switch to WebSocket says none."""
    head, gap, body = came.partition(b"\r\n\r\n")
    said = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(gap) and (said is None or len(body) >= int(said[1]))


def accepted(status: int, came: bytes) -> bool:
    return 100 <= status < 400 or b'"posture"' in came


def raw_requests(app: App, naive_port: int, trials: int) -> Outcome:
    found = Outcome("P4", "mutated raw HTTP and WebSocket requests are refused")
    rng = random.Random(7)
    port = int(app.base.rpartition(":")[2])
    mutations = _mutations(app)
    sample = min(200, trials)
    made: list[tuple[str, bytes]] = []
    for _ in range(trials):
        request = legitimate(app, rng)
        name = rng.choice(list(mutations))
        mutations[name](request, rng)
        made.append((name, as_bytes(request)))
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(lambda one: answer_to(port, one[1]), made)
        for (name, raw), (status, came) in zip(made, answers, strict=True):
            found.trial(not accepted(status, came), f"{name}: {raw[:300]!r} → {status}")
        naive = pool.map(lambda one: answer_to(naive_port, one[1])[0], made[:sample])
        breached = sum(200 <= status < 300 for status in naive)
    for _ in range(20):
        request = legitimate(app, rng)
        status, _ = answer_to(port, as_bytes(request), BUSY_S)
        found.trial(status in (200, 101), f"a legitimate {request['kind']} was answered {status}")
    found.control = f"a naive server took {breached} of {sample}"
    return found


def routes(app: App) -> Outcome:
    """Every route that the app has, without the token: HTTP by each of its methods, WebSockets, mounts."""
    from starlette.routing import Mount, Route, WebSocketRoute

    from extrabrain.app.build import Workbench
    from extrabrain.app.places import places
    from extrabrain.web.chores import Chores
    from extrabrain.web.curtain import Curtain
    from extrabrain.web.locking import Locking
    from extrabrain.web.server import application
    from extrabrain.web.stage import Stage
    from extrabrain.web.status import Status

    found = Outcome("P6", "every route needs the token")
    port = int(app.base.rpartition(":")[2])
    bench = Workbench(places())
    stage, status = Stage(bench), Status(bench)
    locking = Locking(bench, stage, Curtain(lambda: False), Chores(bench, stage, status))
    listed = application(bench, stage, status, locking).routes
    rng = random.Random(9)
    for route in listed:
        path = re.sub(r"\{[^}]*\}", "x", getattr(route, "path", "")) or "/assets/index.js"
        if isinstance(route, WebSocketRoute):
            asked = [("socket", f"GET {path} HTTP/1.1")]
        elif isinstance(route, Route):
            asked = [(m, f"{m} {path} HTTP/1.1") for m in sorted(route.methods or ())]
        else:
            assert isinstance(route, Mount)
            asked = [("GET", f"GET {path} HTTP/1.1"), ("GET", "GET /index.html HTTP/1.1")]
        for kind, line in asked:
            request = legitimate(app, rng)
            while (request["kind"] == "socket") != (kind == "socket"):
                request = legitimate(app, rng)
            request["line"], request["body"] = line, b""
            _set(request, "Content-Length", "0" if kind not in ("GET", "HEAD") else None)
            with_token = answer_to(port, as_bytes(request))[0] if kind == "GET" else 401
            _set(request, "Cookie", None)
            status, came = answer_to(port, as_bytes(request), BUSY_S)
            refused = status in (401, 403) and b"extrabrain-" not in came
            found.trial(path in ALLOWED_WITHOUT or refused, f"{line} → {status}")
            found.control = found.control or (
                f"with the token {path} answers {with_token}" if with_token < 400 else ""
            )
    return found
