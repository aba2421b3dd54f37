"""Locking over HTTP, and the passphrase: set, changed, removed."""

from collections.abc import Iterable
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.web.body import object_of
from extrabrain.web.keeping_shapes import LockState
from extrabrain.web.locking import Locking
from extrabrain.web.reply import answering, reply


class LockApi:
    """`/api/lock` and `/api/lock/open` are the only ones that a locked app answers, beside `/api/status`."""

    def __init__(self, bench: Workbench, locking: Locking) -> None:
        self._bench = bench
        self._locking = locking

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/lock", self.state),
            ("POST", "/api/lock", self.lock),
            ("POST", "/api/lock/open", self.unlock),
            ("POST", "/api/vault/create", self.create),
            ("POST", "/api/vault/change", self.change),
            ("POST", "/api/vault/remove", self.remove),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def state(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._state))

    async def lock(self, _: Request) -> Response:
        await self._locking.lock()
        return await self.state(_)

    async def unlock(self, request: Request) -> Response:
        """`{"passphrase"}`"""
        await self._locking.unlock(_text(await object_of(request), "passphrase"))
        return await self.state(request)

    async def create(self, request: Request) -> Response:
        """`{"passphrase"}`"""
        passphrase = _text(await object_of(request), "passphrase")
        await to_thread.run_sync(self._bench.vault.create, passphrase)
        return await self.state(request)

    async def change(self, request: Request) -> Response:
        """`{"old", "new"}`"""
        body = await object_of(request)
        await to_thread.run_sync(self._bench.vault.change, _text(body, "old"), _text(body, "new"))
        return await self.state(request)

    async def remove(self, request: Request) -> Response:
        """`{"passphrase"}`"""
        passphrase = _text(await object_of(request), "passphrase")
        await to_thread.run_sync(self._bench.vault.remove, passphrase)
        return await self.state(request)

    def _state(self) -> LockState:
        vault = self._bench.vault
        return LockState(vault.locked, vault.place, self._bench.settings.lock_after_minutes)


def _text(body: dict[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise UsageProblem(f"There is no {name}.", next_step=f'Send {{"{name}": TEXT}}.')
    return found
