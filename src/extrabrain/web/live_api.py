"""A live session over the wire: begun under its rules, noted in, helped in where that is permitted, ended."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.codec import from_plain
from extrabrain.core.errors import UsageProblem
from extrabrain.core.session import Session
from extrabrain.flows import live
from extrabrain.flows.meeting_review import meeting_review
from extrabrain.flows.permit import need
from extrabrain.record import notes, sessions
from extrabrain.web.body import object_of
from extrabrain.web.live_shapes import HelpWish, LiveBegun, LiveHelp, LiveState, LiveWish, NoteKept
from extrabrain.web.reply import answering, reply
from extrabrain.web.shapes import Feed
from extrabrain.web.stage import Stage

MAX_QUESTION_CHARS = 2_000


class LiveApi:
    """Routes under `/api/live`, and the review of a conversation."""

    def __init__(self, bench: Workbench, stage: Stage) -> None:
        self._bench = bench
        self._stage = stage

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/live", self.running),
            ("POST", "/api/live", self.begin),
            ("POST", "/api/live/{session_id}/note", self.note),
            ("POST", "/api/live/{session_id}/help", self.help),
            ("POST", "/api/live/{session_id}/end", self.end),
            ("GET", "/api/sessions/{session_id}/review", self.review),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def running(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._running))

    async def begin(self, request: Request) -> Response:
        try:
            wish = from_plain(LiveWish, await object_of(request))
        except ValueError as error:
            raise UsageProblem(
                f"These are no rules of a session: {error}.",
                next_step="Send setting, permissions and confirmed.",
            ) from error
        rules = live.Rules(wish.setting, wish.permissions, wish.confirmed, wish.by)
        if "transcription" not in wish.permissions:
            attempt = await to_thread.run_sync(live.begin, self._bench.store, rules, wish.title)
            return reply(LiveBegun(attempt.session_id, attempt.number, "none"))
        begun = await self._stage.begin(lambda: live.begin(self._bench.store, rules, wish.title))
        return reply(LiveBegun(begun.session_id, begun.attempt, begun.microphone))

    async def note(self, request: Request) -> Response:
        body = await object_of(request)
        session = await to_thread.run_sync(self._open, request)
        at_ms = self._elapsed_ms(session)
        text = str(body.get("text", ""))
        line = await to_thread.run_sync(live.add_note, self._bench.store, session, at_ms, text)
        return reply(NoteKept(line), "saved")

    async def help(self, request: Request) -> Response:
        body = await object_of(request)
        wish = HelpWish(str(body.get("question", ""))[:MAX_QUESTION_CHARS].strip())
        session = await to_thread.run_sync(self._open, request)
        need(session, "assistance")
        speaking = self._stage.find(session.session_id)
        heard = live.questions_heard(speaking.heard.segments) if speaking else ()
        asked = wish.question or next(iter(heard), "")
        ask = self._bench.workspace.asker
        told = await to_thread.run_sync(lambda: ask().ask(asked)) if asked else None
        return reply(LiveHelp(heard, told))

    async def end(self, request: Request) -> Response:
        session = await to_thread.run_sync(self._open, request)
        speaking = self._stage.find(session.session_id)
        if speaking is not None:
            speaking.stop()
        else:
            at_ms = self._elapsed_ms(session)
            await to_thread.run_sync(live.end, self._bench.store, session.session_id, at_ms)
        return reply(None, "ended")

    async def review(self, request: Request) -> Response:
        wanted = request.path_params["session_id"]
        return reply(await to_thread.run_sync(meeting_review, self._bench.store, wanted))

    def _running(self) -> tuple[LiveState, ...]:
        """Those that were not ended, newest first, so that a page that was reloaded finds its own."""
        store = self._bench.store
        fed: dict[str, Feed] = {each.session_id: each.fed_by for each in self._stage.running()}
        return tuple(
            LiveState(
                session.session_id,
                session.setting,
                session.permissions,
                session.confirmed_by,
                session.title,
                self._elapsed_ms(session),
                fed.get(session.session_id),
                notes.read(store, session.session_id),
            )
            for session in (stored.session for stored in sessions.unfinished(store))
            if live.is_conversation(store, session.session_id)
            if session.session_id in fed or "transcription" not in session.permissions
        )

    def _open(self, request: Request) -> Session:
        return live.open_one(self._bench.store, request.path_params["session_id"])

    def _elapsed_ms(self, session: Session) -> int:
        """On the clock of its sound where there is some, else since it began."""
        speaking = self._stage.find(session.session_id)
        if speaking is not None:
            return speaking.duration_ms
        began = datetime.fromisoformat(session.started_at)
        return max(0, int((datetime.now(UTC) - began).total_seconds() * 1000))
