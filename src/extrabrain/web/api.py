"""The HTTP part of the wire. Handlers read the request, call a flow on a worker thread, and reply."""

from collections.abc import Iterable
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.app.samples import sample_path
from extrabrain.core.errors import UsageProblem
from extrabrain.core.question import PATTERN_PARTS, Question
from extrabrain.flows import history
from extrabrain.flows.exports import SESSION_FORMATS, session_file
from extrabrain.flows.follow_up import asked_next
from extrabrain.record import sessions
from extrabrain.web.audio import wav_reply
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply
from extrabrain.web.shapes import Begun, QuestionLine, card_of
from extrabrain.web.stage import Stage
from extrabrain.web.status import Status


class Api:
    """Routes under `/api`."""

    def __init__(self, bench: Workbench, stage: Stage, status: Status) -> None:
        self._bench = bench
        self._stage = stage
        self._status = status

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/status", self.status),
            ("POST", "/api/models/pull", self.pull),
            ("GET", "/api/questions", self.questions),
            ("GET", "/api/questions/{question_id}", self.question),
            ("GET", "/api/practice", self.running),
            ("POST", "/api/practice", self.practice),
            ("GET", "/api/sessions", self.sessions),
            ("GET", "/api/sessions/{session_id}", self.session),
            ("DELETE", "/api/sessions/{session_id}", self.delete),
            ("GET", "/api/sessions/{session_id}/why", self.why),
            ("GET", "/api/sessions/{session_id}/audio", self.audio),
            ("GET", "/api/sessions/{session_id}/export", self.export),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def status(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._status.read))

    async def pull(self, _: Request) -> Response:
        self._status.start_pull()
        return reply(await to_thread.run_sync(self._status.read), "started")

    async def questions(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._questions))

    def _questions(self) -> list[QuestionLine]:
        tried: dict[str, list[float]] = {}
        for entry in history.practised(self._bench.store):
            if entry.question_id is not None and entry.overall is not None:
                tried.setdefault(entry.question_id, []).append(entry.overall)
        bank = self._bench.bank
        return [
            _line(q, tried.get(q.question_id, []), own=bank.is_own(q.question_id))
            for q in bank.all().values()
        ]

    async def question(self, request: Request) -> Response:
        wanted = request.path_params["question_id"]
        question = await to_thread.run_sync(self._asked, wanted)
        target = self._bench.coach().target_words(question)
        own = self._bench.bank.is_own(wanted)
        return reply(card_of(question, target, PATTERN_PARTS[question.pattern], own))

    async def running(self, _: Request) -> Response:
        return reply(self._stage.running())

    async def practice(self, request: Request) -> Response:
        body = await object_of(request)
        question = await to_thread.run_sync(self._asked, str(body.get("question_id", "")))
        text, sample = body.get("text"), body.get("sample")
        if sample not in (None, "weak", "strong"):
            raise UsageProblem("There is no such sample.", next_step="Choose weak or strong.")
        if isinstance(text, str):
            attempt, _ = await to_thread.run_sync(self._bench.practice.typed, question, text)
        elif sample is not None:
            attempt = await to_thread.run_sync(self._bench.practice.begin, question)
            await self._stage.sample(attempt, sample_path(sample))
        else:
            return reply(await self._stage.begin(lambda: self._bench.practice.begin(question)))
        return reply(Begun(attempt.session_id, attempt.number))

    def _asked(self, question_id: str) -> Question:
        """From the bank, else a follow-up of an answer, or as it was last asked: its pack may be gone."""
        if question_id not in self._bench.bank.all():
            store = self._bench.store
            asked = asked_next(store, question_id) or history.last_asked(store, question_id)
            if asked is not None:
                return asked
        return self._bench.bank.get(question_id)

    async def sessions(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(history.practised, self._bench.store))

    async def session(self, request: Request) -> Response:
        look = history.look_back
        return reply(await to_thread.run_sync(look, self._bench.store, request.path_params["session_id"]))

    async def why(self, request: Request) -> Response:
        from extrabrain.flows.why import why

        store, coach = self._bench.store, self._bench.coach()
        return reply(await to_thread.run_sync(why, store, coach, request.path_params["session_id"]))

    async def delete(self, request: Request) -> Response:
        session_id = request.path_params["session_id"]
        await self._stage.drop(session_id)
        spool = self._bench.places.spool
        await to_thread.run_sync(history.delete_session, self._bench.store, spool, session_id)
        return reply(None, "deleted")

    async def audio(self, request: Request) -> Response:
        session_id = request.path_params["session_id"]
        key = await to_thread.run_sync(sessions.audio_key, self._bench.store, session_id)
        path = self._bench.practice.spool_path(session_id)
        return await wav_reply(path, key, request.headers.get("range"))

    async def export(self, request: Request) -> Response:
        kind = request.query_params.get("format", "md")
        session_id = request.path_params["session_id"]
        made = await to_thread.run_sync(session_file, self._bench.store, session_id, kind)
        name = f'attachment; filename="{session_id}.{kind}"'
        return Response(made, media_type=SESSION_FORMATS[kind], headers={"content-disposition": name})


def _line(question: Question, scores: list[float], *, own: bool) -> QuestionLine:
    return QuestionLine(
        question_id=question.question_id,
        text=question.text,
        kind=question.kind,
        pattern=question.pattern,
        topics=question.topics,
        difficulty=question.difficulty,
        tests=question.tests,
        attempts=len(scores),
        best=max(scores, default=None),
        own=own,
    )
