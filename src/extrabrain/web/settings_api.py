"""What the settings page reads and changes: the speech engine, the models, where things lie."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.app.first_send import NotShown
from extrabrain.app.speech_engine import hindrance
from extrabrain.core.errors import Conflict, NotAuthenticated, UsageProblem
from extrabrain.core.event import Noticed
from extrabrain.web.agreed import ASKED_FIRST, agreed_of
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply
from extrabrain.web.shapes import EngineChoice, Freed, ModelLine, ModelList, SettingsRecord
from extrabrain.web.status import Status, pulling_of
from extrabrain.weights.catalogue import Kind
from extrabrain.weights.fits import machine_memory_mb
from extrabrain.weights.listing import Listed, listed
from extrabrain.words.engines import ENGINES

USED: tuple[Kind, ...] = ("vad", "asr", "embedding", "ocr")
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
        """A hosted engine is chosen once the user has seen what it would be sent: 428, then `agreed`."""
        try:
            await to_thread.run_sync(self._change, await object_of(request))
        except NotShown as asked:
            return reply(asked.preview, str(asked), code=asked.code, status=ASKED_FIRST)
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
        return reply(Freed(freed), "removed")

    def _change(self, body: dict[str, Any]) -> None:
        given = {name: body[name] for name in ("engine", "microphone", "device") if name in body}
        if not given or not all(isinstance(value, str) for value in given.values()):
            raise UsageProblem(
                "No setting was named.", next_step="Send one of engine, microphone and device, as text."
            )
        if "engine" in given:
            self._bench.speech.choose_engine(given["engine"], agreed_of(body.get("agreed")))
        if "microphone" in given or "device" in given:
            settings = self._bench.settings
            source = given.get("microphone", settings.microphone)
            self._bench.speech.choose_microphone(source, given.get("device", settings.device))

    def _in_use(self, model_id: str) -> bool:
        chosen = ENGINES.get(self._bench.settings.engine)
        return chosen is not None and chosen.model_id == model_id

    def _settings(self) -> SettingsRecord:
        places, settings = self._bench.places, self._bench.settings
        engines = tuple(self._engine(name) for name in ENGINES)
        return SettingsRecord(
            engine=settings.engine,
            engines=engines,
            microphone=settings.microphone,
            device=settings.device,
            home=str(places.home),
            models=str(places.models),
            key_place=self._bench.vault.place,
            key_file=str(places.key_file),
        )

    def _engine(self, name: str) -> EngineChoice:
        entry, weights = ENGINES[name], self._bench.weights
        if not entry.provider:
            title, ready = weights.entry(entry.model_id).title, weights.ready(entry.model_id)
            return EngineChoice(name, title, entry.model_id, ready)
        problem = hindrance(self._bench, name)
        missing = Noticed(problem.what, problem.next_step) if problem else None
        keyless = isinstance(problem, NotAuthenticated)
        return EngineChoice(name, entry.title, "", problem is None, entry.provider, missing, keyless)

    def _models(self) -> ModelList:
        pulls = self._status.pulls
        memory_mb = machine_memory_mb()
        rows = [
            row for row in listed(self._bench.weights, memory_mb) if row.kind in USED and not row.development
        ]
        return ModelList(
            models=tuple(self._line(row) for row in rows),
            memory_mb=memory_mb,
            under_way=pulls.under_way(),
            pulling=pulling_of(pulls.progress()),
        )

    def _line(self, row: Listed) -> ModelLine:
        problem = self._status.pulls.problems().get(row.id)
        plain = {field.name: getattr(row, field.name) for field in fields(Listed)}
        told = Noticed(problem.what, problem.next_step) if problem else None
        return ModelLine(**plain, in_use=self._in_use(row.id), problem=told)
