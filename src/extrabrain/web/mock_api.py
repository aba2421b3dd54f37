"""Mock interviews over HTTP. A turn is answered as an attempt is: typed, or spoken over the socket."""

from dataclasses import replace
from random import Random
from typing import Any, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.core.question import PATTERN_PARTS, Question
from extrabrain.flows.exports import MOCK_FORMATS, mock_file
from extrabrain.flows.mock import Mocks
from extrabrain.flows.mock_choose import Wish
from extrabrain.flows.mock_report import MockReport, listed, report
from extrabrain.flows.practice import Attempt
from extrabrain.record import mocks
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply
from extrabrain.web.shapes import Begun, QuestionCard, card_of
from extrabrain.web.stage import Stage


class MockApi:
    def __init__(self, bench: Workbench, stage: Stage) -> None:
        self._bench = bench
        self._stage = stage

    def routes(self) -> list[Route]:
        one = "/api/mocks/{mock_id}"
        table: tuple[tuple[str, str, Any], ...] = (
            ("GET", "/api/mocks", self.mocks),
            ("POST", "/api/mocks", self.start),
            ("GET", one, self.mock),
            ("DELETE", one, self.delete),
            ("POST", f"{one}/end", self.end),
            ("GET", f"{one}/export", self.export),
            ("POST", f"{one}/turns/{{position:int}}", self.answer),
            ("POST", f"{one}/turns/{{position:int}}/close", self.close),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def mocks(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(lambda: listed(self._bench.store)))

    async def start(self, request: Request) -> Response:
        """`{"role"?, "topics"?, "count"?, "weakness"?}`"""
        wish = _wish(await object_of(request))

        def start() -> MockReport:
            made = self._mocks().start(self._bench.bank.all(), wish, Random())
            return report(self._bench.store, made.mock_id)

        return self._reply(await to_thread.run_sync(start))

    async def mock(self, request: Request) -> Response:
        mock_id = request.path_params["mock_id"]
        return self._reply(await to_thread.run_sync(lambda: report(self._bench.store, mock_id)))

    async def delete(self, request: Request) -> Response:
        mock_id = request.path_params["mock_id"]
        await to_thread.run_sync(lambda: mocks.delete(self._bench.store, mock_id))
        return reply(None, "deleted")

    async def end(self, request: Request) -> Response:
        mock_id = request.path_params["mock_id"]
        await to_thread.run_sync(lambda: self._mocks().end(mock_id))
        return await self.mock(request)

    async def export(self, request: Request) -> Response:
        kind = request.query_params.get("format", "md")
        mock_id = request.path_params["mock_id"]
        made = await to_thread.run_sync(mock_file, self._bench.store, mock_id, kind)
        name = f'attachment; filename="mock-{mock_id}.{kind}"'
        return Response(made, media_type=MOCK_FORMATS[kind], headers={"content-disposition": name})

    async def answer(self, request: Request) -> Response:
        """Begins an attempt at the question of this turn; with `"text"`, a typed one."""
        mock_id, position = request.path_params["mock_id"], request.path_params["position"]
        text = (await object_of(request)).get("text")

        def begin() -> Attempt:
            question = self._mocks().turn(mock_id, position).question
            practice = self._bench.practice
            attempt = practice.typed(question, text)[0] if isinstance(text, str) else practice.begin(question)
            self._mocks().link(mock_id, position, attempt.session_id)
            return attempt

        if not isinstance(text, str):
            return reply(await self._stage.begin(begin))
        attempt = await to_thread.run_sync(begin)
        return reply(Begun(attempt.session_id, attempt.number))

    async def close(self, request: Request) -> Response:
        """`{"skipped": true}` goes on without an answer."""
        mock_id, position = request.path_params["mock_id"], request.path_params["position"]
        skipped = bool((await object_of(request)).get("skipped"))

        def close() -> None:
            Mocks(self._bench.store, self._bench.minds.interviewer()).close(
                mock_id, position, skipped=skipped
            )

        await to_thread.run_sync(close)
        return await self.mock(request)

    def _mocks(self) -> Mocks:
        return Mocks(self._bench.store)

    def _reply(self, made: MockReport) -> Response:
        """The report, each question with its target length and parts as the page shows them."""
        turns = tuple(replace(turn, question=self._card(turn.question)) for turn in made.turns)
        return reply(replace(made, turns=turns))

    def _card(self, question: Question) -> QuestionCard:
        target = self._bench.coach().target_words(question)
        own = self._bench.bank.is_own(question.question_id)
        return card_of(question, target, PATTERN_PARTS[question.pattern], own)


def _wish(body: dict[str, Any]) -> Wish:
    usual = Wish()
    topics, count = body.get("topics", []), body.get("count", usual.count)
    if not isinstance(topics, list) or not isinstance(count, int):
        raise UsageProblem("Topics are a list and the count is a number.", next_step="Correct the request.")
    return Wish(
        role=str(body.get("role", usual.role)),
        topics=tuple(str(topic) for topic in cast("list[Any]", topics)),
        count=count,
        weakness=bool(body.get("weakness", usual.weakness)),
    )
