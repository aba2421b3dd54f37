"""Advice for the page, streamed a line of JSON at a time, and the engines that write it."""

import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import Any, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from extrabrain.advice.ground import changed
from extrabrain.advice.provider import Provider
from extrabrain.advice.tasks.table import task as task_named
from extrabrain.app.briefing import Wish, briefed
from extrabrain.app.build import Workbench
from extrabrain.app.first_send import FirstSend, NotShown
from extrabrain.core.advice import Advice, Brief, Point
from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Problem, UsageProblem
from extrabrain.flows.advise import Pace, advising, prepared
from extrabrain.web.advice_shapes import EnginesRecord, InProgram, PromptRecord, Tested, given_materials
from extrabrain.web.agreed import ASKED_FIRST, agreed_of
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply

USUAL_CONTEXT = 8_192

BROKE_OFF = "The advice broke off. Ask once more; nothing of yours is lost."


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

        Hanging up stops it. Before the first send of a kind it sends nothing and answers 428 with what would
        be sent; the same wish with `agreed` is the user's answer to that.
        """
        brief, notices, engine = await self._asked(request)
        task_named(brief.task).check(brief)
        if isinstance(engine, FirstSend):
            try:
                await engine.check(prepared(brief, engine.context_tokens)[1])
            except NotShown as asked:
                return reply(asked.preview, str(asked), code=asked.code, status=ASKED_FIRST)
        lines = self._lines(brief, notices, engine, _named(await object_of(request)))
        return StreamingResponse(lines, media_type="application/x-ndjson")

    async def prompt(self, request: Request) -> Response:
        """Exactly what the model would be given."""
        brief, notices, engine = await self._asked(request)
        fitted, prompt, cut = prepared(brief, engine.context_tokens if engine else USUAL_CONTEXT)
        name, told = engine.name if engine else None, (*notices, *cut)
        return reply(PromptRecord(name, prompt, told, given_materials(fitted)))

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

    async def _lines(
        self, brief: Brief, notices: tuple[str, ...], engine: Provider | None, name: str | None
    ) -> AsyncGenerator[str]:
        try:
            async with aclosing(advising(brief, engine)) as stream:
                async for step in stream:
                    if not isinstance(step, Advice):
                        yield _line(_told(step, brief))
                        continue
                    told = _told(replace(step, notices=(*notices, *step.notices)), brief)
                    if step.usage is not None:
                        cost, spent = await to_thread.run_sync(self._bench.minds.spent, name, step.usage)
                        told |= {"cost": to_plain(cost), "spent": to_plain(spent)}
                    yield _line(told)
        except Problem as problem:
            yield _line({"kind": "problem", "code": problem.code, "message": str(problem)})
        except Exception:  # a fault of ours: the page is told before the line breaks, the log afterwards
            yield _line({"kind": "problem", "code": Problem.code, "message": BROKE_OFF})
            raise

    def _engines(self) -> EnginesRecord:
        minds = self._bench.minds
        here = tuple(InProgram(f"in-program/{model}", state) for model, state in minds.here())
        return EnginesRecord(minds.chosen, here, tuple(minds.places()))

    async def _asked(self, request: Request) -> tuple[Brief, tuple[str, ...], Provider | None]:
        body = await object_of(request)
        wanted = _named(body)
        engine = await to_thread.run_sync(self._bench.minds.engine, wanted, agreed_of(body.get("agreed")))
        task, question, answer, session_id, words = (
            str(body.get(field, "")) for field in ("task", "question", "answer", "session_id", "wish")
        )
        named = body.get("profile")
        profile = named if isinstance(named, str) else None
        chosen = _documents(body.get("documents", []))
        asked = Wish(task, question, answer, session_id, words, profile=profile, documents=chosen)
        brief, notices = await to_thread.run_sync(briefed, self._bench, asked, wanted)
        return brief, notices, engine


def _named(body: dict[str, Any]) -> str | None:
    """The engine that a wish names; none for the chosen one."""
    name = body.get("engine")
    return name if isinstance(name, str) else None


def _documents(given: object) -> tuple[int, ...]:
    ids = cast("list[object]", given) if isinstance(given, list) else [None]
    if not all(type(one) is int for one in ids):
        raise UsageProblem("documents are no ids.", next_step="Send their ids in the library, as numbers.")
    return tuple(cast("list[int]", ids))


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
