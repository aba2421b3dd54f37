"""The gate refuses what is not ours; the same requests reach a server without it."""

import asyncio
from typing import Any

import pytest

from extrabrain.app.instance import Tickets, mint
from extrabrain.web import gate as gate_module
from extrabrain.web.gate import Gate

PORT = 4321
SECRET = "link-secret"
TOKEN = "token-token"
HOST = ("host", f"127.0.0.1:{PORT}")
ORIGIN = ("origin", f"http://127.0.0.1:{PORT}")
COOKIE = ("cookie", f"extrabrain-{PORT}={TOKEN}")


async def naive(scope: Any, receive: Any, send: Any) -> None:
    """A server that answers everybody: the control."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"secret"})


def gate() -> Gate:
    return Gate(naive, token=TOKEN, port=lambda: PORT, redeem=Tickets(SECRET).redeem)


async def ask(
    app: Any,
    *headers: tuple[str, str],
    method: str = "GET",
    path: str = "/api/x",
    query: str = "",
    kind: str = "http",
) -> Any:
    """Status of an HTTP request, or the type of the first message that a WebSocket gets back."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request", "body": b""}

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in headers],
    }
    await app(scope, receive, send)
    return sent[0].get("status", sent[0]["type"]), sent[0]


HOSTILE = {
    "rebinding": [("host", f"evil.example:{PORT}"), COOKIE],
    "prefix of our host": [("host", f"127.0.0.1:{PORT}.evil.example"), COOKIE],
    "other port": [("host", "127.0.0.1:80"), COOKIE],
    "all addresses": [("host", f"0.0.0.0:{PORT}"), COOKIE],
    "no host": [COOKIE],
    "two hosts": [HOST, HOST, COOKIE],
    "other origin": [HOST, ("origin", "https://evil.example"), COOKIE],
    "null origin": [HOST, ("origin", "null"), COOKIE],
    "localhost page to 127": [HOST, ("origin", f"http://localhost:{PORT}"), COOKIE],
    "cross-site fetch": [HOST, ("sec-fetch-site", "cross-site"), COOKIE],
    "same-site fetch": [HOST, ("sec-fetch-site", "same-site"), COOKIE],
    "no token": [HOST],
    "wrong token": [HOST, ("cookie", f"extrabrain-{PORT}=nope")],
    "token of another port": [HOST, ("cookie", f"extrabrain-1={TOKEN}")],
    "two cookie headers": [HOST, COOKIE, COOKIE],
}


@pytest.mark.parametrize("headers", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_hostile_requests_are_refused(kind: str, headers: list[tuple[str, str]]) -> None:
    assert (await ask(naive, *headers, kind=kind))[0] in (200, "websocket.accept")
    assert (await ask(gate(), *headers, kind=kind))[0] in (401, 403, 421, "websocket.close")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_a_change_needs_our_origin(method: str) -> None:
    assert (await ask(gate(), HOST, COOKIE, method=method))[0] == 403
    assert (await ask(gate(), HOST, COOKIE, ORIGIN, ("sec-fetch-site", "none"), method=method))[0] == 403
    assert (await ask(gate(), HOST, COOKIE, ORIGIN, method=method))[0] == 200


async def test_a_websocket_needs_an_origin() -> None:
    assert (await ask(gate(), HOST, COOKIE, kind="websocket"))[0] == "websocket.close"
    assert (await ask(gate(), HOST, COOKIE, ORIGIN, kind="websocket"))[0] == "websocket.accept"


async def test_our_own_page_passes_and_gets_the_policy() -> None:
    status, start = await ask(gate(), HOST, COOKIE, ("sec-fetch-site", "same-origin"))
    assert status == 200
    headers = dict(start["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert headers[b"x-frame-options"] == b"DENY"


async def test_a_large_body_is_refused_before_it_is_read() -> None:
    large = ("content-length", "1000001")
    assert (await ask(gate(), HOST, COOKIE, ORIGIN, large, method="POST"))[0] == 413
    assert (await ask(gate(), HOST, COOKIE, ORIGIN, ("content-length", "x"), method="POST"))[0] == 413


async def test_a_ticket_lets_in_once() -> None:
    app = gate()
    ticket = f"t={mint(SECRET)}"
    status, start = await ask(app, HOST, path="/enter", query=ticket)
    assert status == 303
    cookie = dict(start["headers"])[b"set-cookie"]
    assert TOKEN.encode() in cookie
    assert b"HttpOnly" in cookie
    assert b"SameSite=Strict" in cookie
    assert (await ask(app, HOST, path="/enter", query=ticket))[0] == 401


@pytest.mark.parametrize(
    "ticket",
    ["", "t=", "t=a.b.c", "t=x.99999999999.00", pytest.param(f"t={mint('other')}", id="another secret")],
)
async def test_a_false_ticket_does_not(ticket: str) -> None:
    assert (await ask(gate(), HOST, path="/enter", query=ticket))[0] == 401


async def test_a_foreign_page_cannot_spend_a_ticket() -> None:
    app = gate()
    ticket = f"t={mint(SECRET)}"
    assert (await ask(app, HOST, ("sec-fetch-site", "cross-site"), path="/enter", query=ticket))[0] == 403
    assert (await ask(app, HOST, path="/enter", query=ticket))[0] == 303


@pytest.mark.parametrize(("whole", "heard"), [(True, "nothing yet"), (False, "http.disconnect")])
async def test_only_a_body_may_not_come_to_a_halt(
    monkeypatch: pytest.MonkeyPatch, whole: bool, heard: str
) -> None:
    """An answer that takes longer than that, such as advice of a slow model, is not cut off."""
    monkeypatch.setattr(gate_module, "STALLED_S", 0.05)
    coming = [{"type": "http.request", "body": b"{}", "more_body": not whole}]
    said: list[str] = []

    async def receive() -> Any:
        return coming.pop() if coming else await asyncio.Event().wait()

    async def slow(_: Any, receive: Any, send: Any) -> None:
        await receive()
        try:
            said.append((await asyncio.wait_for(receive(), 1))["type"])
        except TimeoutError:
            said.append("nothing yet")
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(_: Any) -> None: ...

    app = Gate(slow, token=TOKEN, port=lambda: PORT, redeem=Tickets(SECRET).redeem)
    headers = [(k.encode(), v.encode()) for k, v in (HOST, COOKIE, ORIGIN)]
    scope = {"type": "http", "method": "POST", "path": "/api/x", "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    assert said == [heard]
