"""What the settings page reads and changes: the speech engine, the models, where things lie."""

from collections.abc import Iterable
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Conflict, UsageProblem
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply
from extrabrain.web.status import Status, progress_of
from extrabrain.weights.catalogue import Kind
from extrabrain.weights.fits import machine_memory_mb
from extrabrain.weights.listing import listed
from extrabrain.words.engines import ENGINES

USED: tuple[Kind, ...] = ("vad", "asr", "embedding")
"""Kinds of models that the app makes use of; the catalogue knows more."""


class SettingsApi:
    """Routes for settings and models; pulls run in `status.pulls`, beside the first start's."""

    def __init__(self, bench: Workbench, status: Status) -> None:
        self._bench = bench
        self._status = status

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/settings", self.settings),
            ("POST", "/api/settings", self.change),
            ("GET", "/api/models", self.models),
            ("POST", "/api/models/{model_id}/pull", self.pull),
            ("POST", "/api/models/{model_id}/stop", self.stop),
            ("DELETE", "/api/models/{model_id}", self.remove),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def settings(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._settings))

    async def change(self, request: Request) -> Response:
        body = await object_of(request)
        if "engine" not in body:
            raise UsageProblem("No setting was named.", next_step='Send {"engine": NAME}.')
        await to_thread.run_sync(self._bench.choose_engine, str(body["engine"]))
        return reply(await to_thread.run_sync(self._settings), "saved")

    async def models(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._models))

    async def pull(self, request: Request) -> Response:
        self._status.pulls.start([request.path_params["model_id"]])
        return reply(await to_thread.run_sync(self._models), "started")

    async def stop(self, request: Request) -> Response:
        self._status.pulls.stop(request.path_params["model_id"])
        return reply(await to_thread.run_sync(self._models), "stopping")

    async def remove(self, request: Request) -> Response:
        model_id = request.path_params["model_id"]
        if self._in_use(model_id):
            raise Conflict("Speech to text uses this model.", next_step="Choose another engine first.")
        freed = await to_thread.run_sync(self._status.pulls.remove, model_id)
        await to_thread.run_sync(self._bench.forget_models)
        return reply({"freed_bytes": freed}, "removed")

    def _in_use(self, model_id: str) -> bool:
        chosen = ENGINES.get(self._bench.settings.engine)
        return chosen is not None and chosen.model_id == model_id

    def _settings(self) -> dict[str, Any]:
        weights, places = self._bench.weights, self._bench.places
        return {
            "engine": self._bench.settings.engine,
            "engines": [
                {
                    "name": name,
                    "title": weights.entry(entry.model_id).title,
                    "model_id": entry.model_id,
                    "ready": weights.ready(entry.model_id),
                }
                for name, entry in ENGINES.items()
            ],
            "home": str(places.home),
            "models": str(places.models),
            "key_place": self._bench.vault.place,
            "key_file": str(places.key_file),
        }

    def _models(self) -> dict[str, Any]:
        pulls = self._status.pulls
        problems = pulls.problems()
        memory_mb = machine_memory_mb()
        rows = [
            {
                **to_plain(row),
                "in_use": self._in_use(row.id),
                "problem": {"what": p.what, "next_step": p.next_step}
                if (p := problems.get(row.id))
                else None,
            }
            for row in listed(self._bench.weights, memory_mb)
            if row.kind in USED and not row.development
        ]
        return {
            "models": rows,
            "memory_mb": memory_mb,
            "under_way": pulls.under_way(),
            "pulling": progress_of(pulls.progress()),
        }
