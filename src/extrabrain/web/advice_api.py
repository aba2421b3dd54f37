"""Advice for the page, streamed a line of JSON at a time, and the engines that write it."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from extrabrain.advice.ground import changed
from extrabrain.advice.inprocess import IDLE_S, InProcess
from extrabrain.advice.provider import Provider
from extrabrain.advice.tasks.table import task as task_named
from extrabrain.app.build import Workbench
from extrabrain.core.advice import Advice, Brief, Material, Point
from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Problem, UsageProblem
from extrabrain.flows import history
from extrabrain.flows.advise import Pace, advising, prepared
from extrabrain.flows.permit import need
from extrabrain.web.advice_shapes import EnginesRecord, InProgram, PromptRecord, Tested
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply

MAX_WISH_CHARS = 1_000
USUAL_CONTEXT = 8_192


class AdviceApi:
    """Routes under `/api/advice` and `/api/engines`."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("POST", "/api/advice", self.advise),
            ("POST", "/api/advice/prompt", self.prompt),
            ("GET", "/api/engines", self.engines),
            ("POST", "/api/engines", self.choose),
            ("POST", "/api/engines/detect", self.detect),
            ("POST", "/api/engines/test", self.test),
            ("POST", "/api/engines/providers", self.add),
            ("POST", "/api/engines/providers/{name}/models", self.models),
            ("DELETE", "/api/engines/providers/{name}", self.remove),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def advise(self, request: Request) -> Response:
        """Lines of JSON: `point` and `pace` as it is written, then `advice`, or `problem`.

        Hanging up stops it.
        """
        brief, engine = await self._asked(request)
        task_named(brief.task).check(brief)
        asyncio.get_running_loop().call_later(IDLE_S + 1, self._bench.minds.unload_if_idle)
        return StreamingResponse(_lines(brief, engine), media_type="application/x-ndjson")

    async def prompt(self, request: Request) -> Response:
        """Exactly what the model would be given."""
        brief, engine = await self._asked(request)
        _, prompt, notices = prepared(brief, engine.context_tokens if engine else USUAL_CONTEXT)
        return reply(PromptRecord(engine.name if engine else None, prompt, notices))

    async def engines(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._engines))

    async def choose(self, request: Request) -> Response:
        body = await object_of(request)
        await to_thread.run_sync(self._bench.minds.choose, str(body.get("engine", "none")))
        return await self.engines(request)

    async def detect(self, _: Request) -> Response:
        return reply(await self._bench.minds.detect())

    async def test(self, request: Request) -> Response:
        body = await object_of(request)
        return reply(Tested(await self._bench.minds.test(str(body.get("engine", "")))))

    async def add(self, request: Request) -> Response:
        body = await object_of(request)
        given = {name: str(body.get(name, "")) for name in ("url", "title", "key")}
        name = str(body.get("name", ""))
        await to_thread.run_sync(lambda: self._bench.minds.add(name, **given))
        return await self.engines(request)

    async def models(self, request: Request) -> Response:
        return reply(await self._bench.minds.models(request.path_params["name"]))

    async def remove(self, request: Request) -> Response:
        await to_thread.run_sync(self._bench.minds.remove, request.path_params["name"])
        return await self.engines(request)

    def _engines(self) -> EnginesRecord:
        minds = self._bench.minds
        here = tuple(InProgram(f"in-program/{model}", state) for model, state in minds.here())
        return EnginesRecord(minds.chosen, here, tuple(minds.places()))

    async def _asked(self, request: Request) -> tuple[Brief, Provider | None]:
        body = await object_of(request)
        name = body.get("engine")
        wanted = name if isinstance(name, str) else None
        engine = await to_thread.run_sync(self._bench.minds.engine, wanted)
        return await to_thread.run_sync(self._brief, body, engine), engine

    def _brief(self, body: dict[str, Any], engine: Provider | None) -> Brief:
        """Of a session, whose permissions hold, or of what was typed; with what the user's documents say,
        unless the engine is another program: documents are not sent along unasked."""
        task = task_named(str(body.get("task", "")))
        wish = str(body.get("wish", ""))
        if len(wish) > MAX_WISH_CHARS:
            raise UsageProblem(
                "That wish is too long.", next_step=f"Keep it under {MAX_WISH_CHARS} characters."
            )
        question, answer = str(body.get("question", "")), str(body.get("answer", ""))
        if body.get("session_id"):
            record = history.look_back(self._bench.store, str(body["session_id"]))
            need(record.session, "assistance")
            question = record.question.text if record.question else record.session.title
            answer = record.text
        stays = engine is None or isinstance(engine, InProcess)
        materials: tuple[Material, ...] = tuple(self._bench.workspace.materials(question)) if stays else ()
        named = body.get("profile")
        profile = self._bench.workspace.profile(named if isinstance(named, str) else None)
        return Brief(task.name, question, answer, materials, wish, profile)


async def _lines(brief: Brief, engine: Provider | None) -> AsyncGenerator[str]:
    try:
        async with aclosing(advising(brief, engine)) as stream:
            async for step in stream:
                yield _line(_told(step, brief))
    except Problem as problem:
        yield _line({"kind": "problem", "code": problem.code, "message": str(problem)})


def _told(step: Point | Pace | Advice, brief: Brief) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(step)
    if isinstance(step, Point):
        return {"kind": "point", **plain}
    if isinstance(step, Pace):
        return {"kind": "pace", **plain}
    told = {"kind": "advice", **plain, "dropped": step.grounding.dropped}
    if step.task == "tighten":
        told["changes"] = changed(brief.answer, " ".join(point.text for point in step.points))
    return told


def _line(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False) + "\n"
