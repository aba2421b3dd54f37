"""How long things are kept, how soon the app locks, and erasing everything."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.app.erase import erase_all
from extrabrain.core.errors import UsageProblem
from extrabrain.flows.retention import Due, Rules, due, expire
from extrabrain.web.body import object_of
from extrabrain.web.keeping_shapes import Keeping
from extrabrain.web.locking import Locking
from extrabrain.web.reply import answering, reply

NAMES = ("lock_after_minutes", "keep_recordings_days", "keep_sessions_days")


class KeepingApi:
    def __init__(self, bench: Workbench, locking: Locking) -> None:
        self._bench = bench
        self._locking = locking

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/keeping", self.state),
            ("POST", "/api/keeping", self.change),
            ("POST", "/api/keeping/preview", self.preview),
            ("POST", "/api/erase", self.erase),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def state(self, _: Request) -> Response:
        return reply(self._state())

    async def preview(self, request: Request) -> Response:
        """What would go today under `{"keep_recordings_days", "keep_sessions_days"}`."""
        rules = _rules(await object_of(request))
        return reply(await to_thread.run_sync(self._due, rules))

    async def change(self, request: Request) -> Response:
        """Any of `lock_after_minutes`, `keep_recordings_days`, `keep_sessions_days`; rules hold at once."""
        body = await object_of(request)
        changes = {name: body[name] for name in NAMES if name in body}
        try:
            await to_thread.run_sync(lambda: self._bench.change_settings(**changes))
        except ValidationError as error:
            raise UsageProblem(
                "That is no number of days or minutes.", next_step="Give a whole one."
            ) from error
        await to_thread.run_sync(self._expire)
        return reply(self._state(), "saved")

    async def erase(self, request: Request) -> Response:
        """`{"sure": "erase"}`: record, recordings, settings and the key."""
        if (await object_of(request)).get("sure") != "erase":
            raise UsageProblem("Nothing was erased.", next_step='Send {"sure": "erase"}.')
        await self._locking.exchange(lambda: erase_all(self._bench.places))
        return reply(None, "erased")

    def _state(self) -> Keeping:
        settings = self._bench.settings
        return Keeping(
            settings.lock_after_minutes, settings.keep_recordings_days, settings.keep_sessions_days
        )

    def _due(self, rules: Rules) -> Due:
        return due(self._bench.store, self._bench.places.spool, rules, datetime.now(UTC))

    def _expire(self) -> None:
        settings = self._bench.settings
        rules = Rules(settings.keep_recordings_days, settings.keep_sessions_days)
        expire(self._bench.store, self._bench.places.spool, rules)


def _rules(body: dict[str, Any]) -> Rules:
    days = [body.get(name) for name in NAMES[1:]]
    if any(day is not None and (not isinstance(day, int) or not 0 < day <= 36_500) for day in days):
        raise UsageProblem("That is no number of days.", next_step="Give a whole number, or null for never.")
    return Rules(*days)
