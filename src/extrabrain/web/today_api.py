"""The Today page over HTTP, and the day it counts down to."""

from datetime import date

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.flows import history
from extrabrain.flows.today import Today, today
from extrabrain.record import answers
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply


class TodayApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        return [
            Route("/api/today", answering(self.today), methods=["GET"]),
            Route("/api/interview-date", answering(self.interview_date), methods=["POST"]),
        ]

    async def today(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._today))

    async def interview_date(self, request: Request) -> Response:
        """`{"date": "2026-12-01"}`, or null for none; replies with today."""
        wanted = (await object_of(request)).get("date")
        try:
            day = None if wanted in (None, "") else date.fromisoformat(str(wanted))
        except ValueError as error:
            raise UsageProblem("That is no date.", next_step="Give it as year-month-day.") from error
        await to_thread.run_sync(lambda: self._bench.change_settings(interview_date=day))
        return reply(await to_thread.run_sync(self._today), "saved")

    def _today(self) -> Today:
        return today(
            self._bench.bank.all(),
            history.practised(self._bench.store),
            self._advice,
            interview=self._bench.settings.interview_date,
            on=date.today(),
        )

    def _advice(self, session_id: str) -> str | None:
        found = answers.latest(self._bench.store, session_id)
        return found.feedback.next_steps[0].why if found and found.feedback.next_steps else None
