"""What the privacy page reads and changes: the posture, who may get what, the ledger, the self-test."""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.app.selftest import examine_app
from extrabrain.core.egress import CATEGORIES, Egress
from extrabrain.core.errors import Conflict, UsageProblem
from extrabrain.guard.ledger_read import Numbered, entries
from extrabrain.guard.policy import Policy, categories_of
from extrabrain.guard.redact.find import find, redact
from extrabrain.web.body import object_of
from extrabrain.web.privacy_shapes import (
    AllowedRow,
    Flow,
    JailRecord,
    LeakRecord,
    LedgerLine,
    LedgerRecord,
    PreviewRecord,
    PrivacyRecord,
    ProviderLine,
    VerifiedRecord,
)
from extrabrain.web.reply import answering, reply

DAY_MS = 86_400_000
MOST_LINES = 500
MAX_PREVIEW_CHARS = 100_000


class PrivacyApi:
    """Routes under `/api/privacy`. `changed` is called after each act that may change the posture or a
    permission."""

    def __init__(self, bench: Workbench, changed: Callable[[], Any]) -> None:
        self._bench = bench
        self._changed = changed
        self._testing = False

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/privacy", self.read),
            ("POST", "/api/privacy/posture", self.posture),
            ("POST", "/api/privacy/allow", self.allow),
            ("POST", "/api/privacy/revoke", self.revoke),
            ("POST", "/api/privacy/preview", self.preview),
            ("GET", "/api/privacy/ledger", self.ledger),
            ("POST", "/api/privacy/verify", self.verify),
            ("POST", "/api/privacy/test", self.test),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def read(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._read))

    async def posture(self, request: Request) -> Response:
        wanted = (await object_of(request)).get("posture")
        if wanted not in ("local", "hybrid"):
            raise UsageProblem("There is no such posture.", next_step="Choose local or hybrid.")
        await to_thread.run_sync(self._bench.consent.set_posture, wanted)
        self._changed()
        return await self.read(request)

    async def allow(self, request: Request) -> Response:
        body = await object_of(request)
        given = str(body.get("category", "")), str(body.get("provider", ""))
        await to_thread.run_sync(self._bench.consent.allow, *given)
        self._changed()
        return await self.read(request)

    async def revoke(self, request: Request) -> Response:
        body = await object_of(request)
        given = str(body.get("category", "")), str(body.get("provider", ""))
        await to_thread.run_sync(self._bench.consent.revoke, *given)
        self._changed()
        return await self.read(request)

    async def preview(self, request: Request) -> Response:
        body = await object_of(request)
        text = str(body.get("text", ""))
        if len(text) > MAX_PREVIEW_CHARS:
            raise UsageProblem("That text is too long to preview.", next_step="Take a part of it.")
        given = str(body.get("provider", "")), str(body.get("category", "")), text
        return reply(await to_thread.run_sync(self._preview, *given))

    async def ledger(self, request: Request) -> Response:
        given = request.query_params.get("limit", "100")
        limit = min(int(given), MOST_LINES) if given.isascii() and given.isdigit() else 100
        return reply(await to_thread.run_sync(self._lines, request.query_params.get("search", ""), limit))

    async def verify(self, _: Request) -> Response:
        found = await to_thread.run_sync(self._bench.consent.verify)
        told = VerifiedRecord(
            found.sound, found.lines, str(found.head), found.anchored, found.line, found.fault
        )
        return reply(told)

    async def test(self, _: Request) -> Response:
        if self._testing:
            raise Conflict("The test is running already.", next_step="Wait for its result.")
        self._testing = True
        try:
            found = await to_thread.run_sync(lambda: list(examine_app(self._bench.door)))
        finally:
            self._testing = False
        return reply(tuple(LeakRecord(leak.name, leak.seen, leak.caught) for leak in found))

    def _read(self) -> PrivacyRecord:
        policy, fence = self._bench.consent.policy(), self._bench.fence
        jail = fence.jail
        return PrivacyRecord(
            posture=policy.posture,
            jail=JailRecord(jail.kind, jail.holds, jail.layers, jail.why),
            categories=CATEGORIES,
            providers=tuple(
                ProviderLine(p.name, p.title, p.origin.partition("://")[2], hosted)
                for group, hosted in ((policy.hosted, True), (policy.local, False))
                for p in group
            ),
            allowed=tuple(
                AllowedRow(row.category, row.provider)
                for row in sorted(policy.rows, key=lambda row: (row.provider, row.category))
            ),
            today=_today(entries(fence.keeper.charter.ledger)),
        )

    def _preview(self, provider: str, category: str, text: str) -> PreviewRecord:
        """What a request with this text would be, to the byte, and what of it is personal."""
        policy: Policy = self._bench.consent.policy()
        carries = categories_of(category)
        to = policy.provider(provider)
        found = find(text)
        body = json.dumps({"messages": [{"role": "user", "content": text}]}, ensure_ascii=False).encode()
        sent = self._bench.door.preview(
            f"{to.origin}/v1/chat/completions",
            "provider",
            carries,
            {"content-type": "application/json", "accept": "application/json"},
            body,
        )
        return PreviewRecord(sent.decode("utf-8", "replace"), len(sent), found, redact(text, found))

    def _lines(self, search: str, limit: int) -> LedgerRecord:
        wanted = search.lower().split()
        every = list(entries(self._bench.fence.keeper.charter.ledger))
        found = [line for line in every if all(word in _words(line.entry) for word in wanted)]
        shown = tuple(_line(numbered) for numbered in found[-limit:][::-1])
        return LedgerRecord(len(every), len(found), shown)


def _line(numbered: Numbered) -> LedgerLine:
    return LedgerLine(numbered.seq, **{name: getattr(numbered.entry, name) for name in Egress.__slots__})


def _words(entry: Egress) -> str:
    parts = (entry.step, entry.destination, entry.purpose, *entry.carries, entry.reason, entry.posture)
    return " ".join(parts).lower()


def _today(lines: Iterable[Numbered]) -> tuple[Flow, ...]:
    """By kind of data and destination since midnight (UTC): requests, refusals, bytes both ways."""
    now_ms = time.time_ns() // 1_000_000
    midnight_ms = now_ms - now_ms % DAY_MS
    sums: dict[tuple[str, str], Flow] = {}
    for entry in (line.entry for line in lines):
        if entry.at_ms < midnight_ms or entry.step not in ("answered", "broken", "refused"):
            continue
        refused = entry.step == "refused"
        for kind in entry.carries or (("models",) if entry.purpose == "weights" else ("none",)):
            at = (kind, entry.destination)
            flow = sums.get(at, Flow(kind, entry.destination, 0, 0, 0, 0))
            sums[at] = Flow(
                kind,
                entry.destination,
                flow.requests + (not refused),
                flow.refused + refused,
                flow.bytes_out + entry.bytes_out,
                flow.bytes_in + entry.bytes_in,
            )
    return tuple(sums[at] for at in sorted(sums, key=lambda at: (at[1], at[0])))
