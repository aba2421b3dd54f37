"""One request: judged, told to the ledger, sent, its answer passed back, told to the ledger again."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace

from extrabrain.core.egress import Egress, Purpose, Reason
from extrabrain.core.errors import Problem
from extrabrain.guard.broker.converse import Passed, converse
from extrabrain.guard.broker.copy import Gone, pour, wait
from extrabrain.guard.broker.desk import Desk
from extrabrain.guard.broker.dial import Broken, dial
from extrabrain.guard.broker.head import (
    MAX_HEAD_BYTES,
    OPENED,
    Answer,
    Asked,
    Malformed,
    outgoing,
    parse_answer,
    parse_request,
    refusal,
)
from extrabrain.guard.policy import Errand, Policy, Ruling, judge, shown_destination

CONNECT_MS, LONGEST_CONNECT_MS = 10_000, 30_000
WAIT_MS, LONGEST_WAIT_MS = 30_000, 900_000
CONVERSED: tuple[Purpose, ...] = ("provider", "local-model")
"""What a conversation both ways may be for."""
HIDDEN_KEY = "(your key)"
UNSAID: dict[Reason, int] = {"timeout": 504, "no-ledger": 507}


def serve_one(desk: Desk, app: socket.socket) -> None:
    """Everything that the app's connection is for; closes it."""
    with app:
        app.settimeout(30)
        try:
            head, early = read_head(app)
            asked = parse_request(head)
            if not desk.knows(asked.ours("token")):
                raise Malformed
            if asked.target.startswith("/-/"):
                app.sendall(desk.errand(asked.target))
                return
            Exchange(desk, app, asked, asked.errand, early).run()
        except (Malformed, Broken) as problem:
            _say(app, problem.reason, 400)
        except Problem:
            _say(app, "malformed", 400)
        except (Gone, OSError):
            return


class Exchange:
    def __init__(self, desk: Desk, app: socket.socket, asked: Asked, errand: Errand, early: bytes) -> None:
        self._desk = desk
        self._app = app
        self._asked = asked
        self._errand = errand
        self._early = early
        self._began = time.monotonic()

    def run(self) -> None:
        policy = self._desk.policy()
        body_bytes = self._asked.body_bytes
        ruling = judge(policy, self._desk.places, self._errand)
        if self._asked.opens and self._errand.purpose not in CONVERSED:
            ruling = replace(ruling, reason="no-such-purpose")
        entry = self._entry(policy)
        if self._asked.ours("preview"):
            self._preview(policy, body_bytes)
            return
        if ruling.reason:
            self._tell(replace(entry, step="refused", reason=ruling.reason))
            _say(self._app, ruling.reason, 403)
            return
        head = outgoing(self._asked, self._errand.origin, self._desk.key_of(ruling.provider))
        if not self._tell(replace(entry, bytes_out=len(head) + body_bytes)):
            _say(self._app, "no-ledger", 507)
            return
        self._send(entry, ruling, head, body_bytes)

    def _send(self, entry: Egress, ruling: Ruling, head: bytes, body_bytes: int) -> None:
        status = 0
        passed = Passed()
        reason: Reason = ""
        said = False
        try:
            with dial(self._errand.origin, ruling.reach, self._limit("connect-ms", CONNECT_MS)) as out:
                out.settimeout(self._limit("wait-ms", WAIT_MS))
                for piece in self._pieces(head, body_bytes):
                    _all_sent(out, piece)
                    passed.out += len(piece)
                answer, rest = self._answer(out)
                status = answer.status
                if answer.leads_on and self._errand.purpose != "weights":
                    raise Broken("redirect")
                said = True
                if status == OPENED:
                    self._talk(answer, rest, out, passed)
                else:
                    passed.back = self._pass_on(answer, rest, out)
                    if answer.body_bytes is not None and passed.back < answer.body_bytes:
                        reason = "broke-off"
        except (Broken, Malformed) as problem:
            reason = problem.reason
            if not said:
                _say(self._app, reason, UNSAID.get(reason, 502))
        except Gone:
            pass
        took_ms = int((time.monotonic() - self._began) * 1000)
        self._tell(
            replace(
                entry,
                step="broken" if reason else "answered",
                bytes_out=passed.out,
                bytes_in=passed.back,
                status=status,
                took_ms=took_ms,
                reason=reason,
            )
        )

    def _answer(self, out: socket.socket) -> tuple[Answer, bytes]:
        while True:
            wait(out, self._app, self._limit("wait-ms", WAIT_MS))
            head, rest = read_head(out)
            answer = parse_answer(head)
            if answer.status >= 200 or (answer.status == OPENED and self._asked.opens):
                return answer, rest

    def _talk(self, answer: Answer, rest: bytes, out: socket.socket, passed: Passed) -> None:
        """What is said in it is told of once it has ended; that it was begun, before."""
        try:
            self._app.sendall(answer.head + rest)
        except OSError:
            raise Gone from None
        passed.back = len(rest)
        converse(self._app, out, self._limit("wait-ms", WAIT_MS), passed)

    def _pass_on(self, answer: Answer, rest: bytes, out: socket.socket) -> int:
        limit = answer.body_bytes
        if limit is not None:
            rest = rest[:limit]
        try:
            self._app.sendall(answer.head + rest)
        except OSError:
            raise Gone from None
        if limit is not None:
            limit -= len(rest)
        return len(rest) + pour(out, self._app, self._limit("wait-ms", WAIT_MS), limit=limit)

    def _preview(self, policy: Policy, body_bytes: int) -> None:
        """The very bytes that would leave, but for the key; also of what is not allowed yet."""
        hosted = next((p for p in policy.hosted if p.origin == self._errand.origin), None)
        key = (hosted.key_header, hosted.key_prefix + HIDDEN_KEY) if hosted else None
        head = outgoing(self._asked, self._errand.origin, key)
        shown = b"".join(self._pieces(head, body_bytes))
        start = f"HTTP/1.1 200 OK\r\ncontent-length: {len(shown)}\r\nconnection: close\r\n\r\n"
        self._app.sendall(start.encode() + shown)

    def _pieces(self, head: bytes, body_bytes: int) -> Iterator[bytes]:
        early = self._early[:body_bytes]
        yield head + early
        left = body_bytes - len(early)
        while left:
            piece = self._app.recv(min(1 << 18, left))
            if not piece:
                raise Gone
            left -= len(piece)
            yield piece

    def _entry(self, policy: Policy) -> Egress:
        return Egress(
            at_ms=time.time_ns() // 1_000_000,
            step="asked",
            destination=shown_destination(policy, self._desk.places, self._errand.origin),
            purpose=self._errand.purpose,
            carries=self._errand.carries,
            posture=policy.posture,
        )

    def _tell(self, entry: Egress) -> bool:
        return self._desk.tell(entry)

    def _limit(self, name: str, usual: int) -> float:
        most = LONGEST_CONNECT_MS if name == "connect-ms" else LONGEST_WAIT_MS
        return self._asked.ours_ms(name, usual, most)


def read_head(source: socket.socket) -> tuple[bytes, bytes]:
    """A message's head with its empty line, and what came after it already."""
    got = b""
    while b"\r\n\r\n" not in got:
        if len(got) > MAX_HEAD_BYTES:
            raise Malformed("too-large")
        try:
            piece = source.recv(1 << 16)
        except TimeoutError:
            raise Broken("timeout") from None
        except OSError:
            raise Broken("broke-off") from None
        if not piece:
            raise Broken("broke-off")
        got += piece
    at = got.index(b"\r\n\r\n") + 4
    return got[:at], got[at:]


def _all_sent(out: socket.socket, piece: bytes) -> None:
    try:
        out.sendall(piece)
    except TimeoutError:
        raise Broken("timeout") from None
    except OSError:
        raise Broken("broke-off") from None


def _say(app: socket.socket, reason: Reason, status: int) -> None:
    try:
        app.sendall(refusal(reason, status))
    except OSError:
        return
