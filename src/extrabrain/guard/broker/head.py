"""Heads of HTTP/1.1 messages: read strictly, written anew from what is allowed. No I/O."""

from dataclasses import dataclass

from extrabrain.core.egress import Purpose, Reason
from extrabrain.guard.policy import Errand, categories_of, origin

MAX_HEAD_BYTES = 64_000
MAX_BODY_BYTES = 256_000_000
OURS = "x-extrabrain-"

PASSED_ON = frozenset(
    {
        "accept",
        "accept-encoding",
        "anthropic-beta",
        "anthropic-version",
        "content-type",
        "if-range",
        "openai-beta",
        "range",
    }
)
"""Headers of a request that leave. Credentials, cookies and what libraries tell of this machine do not."""

OPENING = ("sec-websocket-key", "sec-websocket-version")
"""Headers that leave as well where a conversation both ways is asked for."""

KEPT_BACK = frozenset(
    {
        "alt-svc",
        "connection",
        "keep-alive",
        "proxy-connection",
        "set-cookie",
        "set-cookie2",
        "trailer",
        "upgrade",
    }
)
"""Headers of an answer that do not come in."""

METHODS = ("GET", "POST")
OPENED = 101


class Malformed(Exception):
    """No message that this broker would pass on. `reason` says it to the ledger."""

    def __init__(self, reason: Reason = "malformed") -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the app sent it. `headers` have lower-case names."""

    method: str
    target: str
    headers: dict[str, str]

    def ours(self, name: str) -> str:
        return self.headers.get(OURS + name, "")

    def ours_ms(self, name: str, usual: int, most: int) -> float:
        """A time limit that the app chose, in seconds."""
        given = self.ours(name)
        return min(int(given) if given.isascii() and given.isdigit() and given else usual, most) / 1000

    @property
    def opens(self) -> bool:
        """Whether it asks for a conversation both ways (a WebSocket)."""
        return self.method == "GET" and self.headers.get("upgrade", "").lower() == "websocket"

    @property
    def body_bytes(self) -> int:
        given = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers or not (given.isascii() and given.isdigit()):
            raise Malformed
        if len(given) > 12 or int(given) > MAX_BODY_BYTES:
            raise Malformed("too-large")
        return int(given)

    @property
    def errand(self) -> Errand:
        purpose: Purpose
        match self.ours("purpose"):
            case "weights" | "provider" | "local-model" | "update" as purpose:
                return Errand(origin(self.ours("origin")), purpose, categories_of(self.ours("carries")))
            case _:
                raise Malformed("no-such-purpose")


def parse_request(head: bytes) -> Asked:
    """`head` ends with the empty line. `Malformed` where anything is unusual."""
    first, headers = _lines(head)
    method, target, version = first
    if method not in METHODS or version != "HTTP/1.1" or not target.startswith("/") or "#" in target:
        raise Malformed
    if len({name for name, _ in headers}) != len(headers):
        raise Malformed
    return Asked(method, target, dict(headers))


def outgoing(asked: Asked, where: str, key: tuple[str, str] | None) -> bytes:
    """The very bytes of the head that leaves for the origin `where`, with the provider's key, if any."""
    scheme, _, place = where.partition("://")
    usual = {"https": ":443", "http": ":80"}[scheme]
    lines = [f"{asked.method} {asked.target} HTTP/1.1", f"Host: {place.removesuffix(usual)}"]
    passed_on = PASSED_ON.union(OPENING) if asked.opens else PASSED_ON
    lines += [f"{name}: {value}" for name, value in asked.headers.items() if name in passed_on]
    lines.append("User-Agent: extrabrain")
    lines += ["Upgrade: websocket", "Connection: Upgrade"] if asked.opens else ["Connection: close"]
    if key is not None:
        lines.append(f"{key[0]}: {key[1]}")
    if asked.method != "GET":
        lines.append(f"Content-Length: {asked.body_bytes}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer. `head` is what the app gets; `body_bytes` is None where it is not said."""

    status: int
    head: bytes
    body_bytes: int | None
    leads_on: bool


def parse_answer(head: bytes) -> Answer:
    """`Malformed` where it is no HTTP/1 answer."""
    first, headers = _lines(head)
    version, status, phrase = first
    if not version.startswith("HTTP/1.") or not (status.isascii() and status.isdigit() and len(status) == 3):
        raise Malformed("broke-off")
    kept = [f"{name}: {v}" for name, v in headers if name not in KEPT_BACK and not name.startswith(OURS)]
    opened = int(status) == OPENED
    ending = ["upgrade: websocket", "connection: Upgrade"] if opened else ["connection: close"]
    shown = "\r\n".join([f"HTTP/1.1 {status} {phrase}", *kept, *ending, "", ""])
    lengths = {v for name, v in headers if name == "content-length"}
    length = lengths.pop() if len(lengths) == 1 else ""
    leads_on = status[0] == "3" and any(name == "location" for name, _ in headers)
    plain = not any(name == "transfer-encoding" for name, _ in headers)
    size = int(length) if plain and length.isascii() and length.isdigit() and length else None
    return Answer(int(status), shown.encode("latin-1"), size, leads_on)


def refusal(reason: Reason, status: int) -> bytes:
    """The broker's own answer; no other side can make one, since it keeps back headers of this name."""
    lines = (f"HTTP/1.1 {status} -", f"{OURS}said: {reason}", "content-length: 0", "connection: close")
    return "\r\n".join([*lines, "", ""]).encode()


def _lines(head: bytes) -> tuple[tuple[str, str, str], list[tuple[str, str]]]:
    text = head.decode("latin-1")
    if "\0" in text or not text.endswith("\r\n\r\n"):
        raise Malformed("broke-off")
    first, *rest = text[:-4].split("\r\n")
    words = first.split(" ", 2)
    if len(words) == 2:
        words.append("")
    if len(words) != 3:
        raise Malformed("broke-off")
    headers: list[tuple[str, str]] = []
    for line in rest:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip() or "\n" in line or "\r" in line:
            raise Malformed("broke-off")
        headers.append((name.lower(), value.strip()))
    return (words[0], words[1], words[2]), headers
