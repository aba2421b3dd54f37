"""The gate: pure ASGI, in front of everything, WebSockets included.

A request passes only if it has exactly one Host header naming this very address, an Origin (required on
WebSockets and on anything that changes state) that is this page's own, a Sec-Fetch-Site of our own page
or of the user's own navigation, and the token cookie. The one exception is `/enter` with a one-time
ticket, which sets the cookie. Bodies above `MAX_BODY_BYTES` are refused before they are read; two exact
addresses take a file of up to `MAX_RECORDING_BYTES`. A body that stops coming and a
head that is too long end the request. Only so many WebSockets are open, and all can be hung up on.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extrabrain.web.sockets import TOO_MANY, OpenSockets

MAX_BODY_BYTES = 1_000_000
MAX_RECORDING_BYTES = 200_000_000
RECORDINGS = "/api/recordings"
LIBRARY_FILES = "/api/library/files"
ENTRANCE = "/enter"
SAFE_METHODS = ("GET", "HEAD")
MAX_TARGET_CHARS = 8_000
MAX_HEADERS = 60
STALLED_S = 30.0
"""How long a body may come to a halt."""

Headers = list[tuple[bytes, bytes]]


class Gate:
    """`port()` gives the port that the server listens on; `redeem(ticket)` spends a one-time ticket;
    `landing()` gives the path that a redeemed ticket leads to."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        port: Callable[[], int],
        redeem: Callable[[str], bool],
        landing: Callable[[], str] = lambda: "/",
        sockets: OpenSockets | None = None,
    ) -> None:
        self._app = app
        self._token = token
        self._port = port
        self._redeem = redeem
        self._landing = landing
        self._sockets = sockets or OpenSockets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            await self._websocket(refusal, scope, receive, send)
            return
        send = self._with_headers(send)
        if refusal is not None:
            await _answer(send, *refusal, page=_wants_page(scope))
        elif scope["path"] == ENTRANCE:
            await self._enter(scope, send)
        elif not self._has_token(scope):
            await _answer(send, 401, "Open the link that the terminal printed.", page=_wants_page(scope))
        else:
            await self._app(scope, _limited(receive, _limit(scope)), send)

    async def _websocket(
        self, refusal: tuple[int, str] | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if refusal is None and self._has_token(scope) and not self._sockets.full:
            await self._sockets.serve(self._app, scope, receive, send)
            return
        await receive()
        code = TOO_MANY if refusal is None and self._has_token(scope) else 4403
        await send({"type": "websocket.close", "code": code})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: Headers = scope["headers"]
        if len(scope["path"]) + len(scope["query_string"]) > MAX_TARGET_CHARS or len(headers) > MAX_HEADERS:
            return 414, "That address is too long."
        hosts = _all(headers, b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts():
            return 421, "This server answers only at its own address."
        origins = _all(headers, b"origin")
        own = f"http://{hosts[0]}"
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if len(origins) > 1 or (origins and origins[0] != own) or (changes and not origins):
            return 403, "Requests from other pages are refused."
        sites = _all(headers, b"sec-fetch-site")
        if len(sites) > 1 or (sites and sites[0] not in ("same-origin", "none")):
            return 403, "Requests from other pages are refused."
        if sites and sites[0] == "none" and changes:
            return 403, "Requests from outside the page are refused."
        if scope["type"] == "http":
            if _all(headers, b"upgrade"):
                return 405, "Only a GET can become a WebSocket here."
            return _body_refusal(scope["method"], headers, _limit(scope))
        return None

    def _hosts(self) -> tuple[str, str]:
        return f"127.0.0.1:{self._port()}", f"localhost:{self._port()}"

    def _cookie_name(self) -> str:
        return f"extrabrain-{self._port()}"

    def _has_token(self, scope: Scope) -> bool:
        cookies = _all(scope["headers"], b"cookie")
        if len(cookies) != 1:
            return False
        given = cookie_parser(cookies[0]).get(self._cookie_name(), "")
        return hmac.compare_digest(given.encode(), self._token.encode())

    async def _enter(self, scope: Scope, send: Send) -> None:
        tickets = parse_qs(scope["query_string"].decode("latin-1")).get("t", [])
        if scope["method"] != "GET" or len(tickets) != 1 or not self._redeem(tickets[0]):
            await _answer(
                send,
                401,
                "This link was used or is too old. Run `extrabrain` again for a new one.",
                page=_wants_page(scope),
            )
            return
        cookie = f"{self._cookie_name()}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        headers: Headers = [
            (b"location", self._landing().encode()),
            (b"set-cookie", cookie.encode()),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _with_headers(self, send: Send) -> Send:
        port = self._port()
        policy = (
            "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
            f"connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
        )
        fixed: Headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"microphone=(self), display-capture=(self), camera=(), geolocation=()"),
        ]

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                given: Headers = list(message.get("headers", []))
                names = {name.lower() for name, _ in given}
                given += fixed
                if b"cache-control" not in names:
                    given.append((b"cache-control", b"no-store"))
                message = {**message, "headers": given}
            await send(message)

        return sender


def _all(headers: Headers, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


def _limit(scope: Scope) -> int:
    """The most bytes that a body may have here."""
    takes_file = scope["method"] == "POST" and scope["path"] in (RECORDINGS, LIBRARY_FILES)
    return MAX_RECORDING_BYTES if takes_file else MAX_BODY_BYTES


def _body_refusal(method: str, headers: Headers, limit: int) -> tuple[int, str] | None:
    lengths = _all(headers, b"content-length")
    if method in SAFE_METHODS:
        return None
    if any(not length.isdigit() or int(length) > limit for length in lengths):
        return 413, f"That is too large: at most {limit // 1_000_000} MB."
    return None


def _limited(receive: Receive, limit: int) -> Receive:
    """Counts a body that came without an honest length, and ends the request above the limit or where the
    body comes to a halt. What comes after it is a hanging up, and may take as long as the answer takes."""
    seen, whole = 0, False

    async def receiver() -> Message:
        nonlocal seen, whole
        try:
            message = await asyncio.wait_for(receive(), None if whole else STALLED_S)
        except TimeoutError:
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if seen > limit:
                return {"type": "http.disconnect"}
        return message

    return receiver


def _wants_page(scope: Scope) -> bool:
    return any("text/html" in accept for accept in _all(scope["headers"], b"accept"))


async def _answer(send: Send, status: int, message: str, *, page: bool) -> None:
    if page:
        kind = b"text/html; charset=utf-8"
        body = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>extrabrain</title>'
            f"<h1>extrabrain</h1><p>{message}</p></html>"
        ).encode()
    else:
        kind = b"application/json"
        code = 4 if status in (401, 403, 421) else 2
        envelope: dict[str, Any] = {"code": code, "data": None, "message": message}
        body = json.dumps(envelope).encode()
    headers: Headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
