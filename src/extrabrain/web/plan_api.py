"""The Plan page over HTTP: the plan as it stands, what is asked of it, what is done, and as a file."""

from datetime import date
from typing import Any, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.core.plan import Graded, Plan, PlanWish
from extrabrain.flows.plan_file import FORMATS, plan_file
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply


class PlanApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        table: tuple[tuple[str, str, Any], ...] = (
            ("GET", "/api/plan", self.plan),
            ("POST", "/api/plan", self.ask),
            ("POST", "/api/plan/done", self.done),
            ("GET", "/api/plan/grades", self.grades),
            ("POST", "/api/plan/grades", self.grade),
            ("GET", "/api/plan/export", self.export),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def plan(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._plan))

    async def ask(self, request: Request) -> Response:
        """Changes what is given: `hours_a_day`, `role`, `topics`."""
        body = await object_of(request)

        def ask() -> Plan:
            self._bench.study().ask(lambda before: _wish(body, before))
            return self._plan()

        return reply(await to_thread.run_sync(ask), "saved")

    async def done(self, request: Request) -> Response:
        """`{"item_id", "done"}` of today."""
        body = await object_of(request)
        item_id, is_done = str(body.get("item_id", "")), bool(body.get("done", True))

        def mark() -> Plan:
            self._bench.study().mark(
                item_id, interview=self._bench.settings.interview_date, on=date.today(), done=is_done
            )
            return self._plan()

        return reply(await to_thread.run_sync(mark), "saved")

    async def grades(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(lambda: self._bench.study().graded()))

    async def grade(self, request: Request) -> Response:
        """`{"session_id", "attempt", "grade"}`, 1 to 4; null goes back to the rubric's."""
        body = await object_of(request)
        session_id, attempt, given = str(body.get("session_id", "")), body.get("attempt"), body.get("grade")
        if not isinstance(attempt, int) or not isinstance(given, int | None):
            raise UsageProblem("Attempt and grade are numbers.", next_step="Correct the request.")

        def keep() -> list[Graded]:
            self._bench.study().grade(session_id, attempt, given)
            return self._bench.study().graded()

        return reply(await to_thread.run_sync(keep), "saved")

    async def export(self, request: Request) -> Response:
        kind = request.query_params.get("format", "md")
        if kind not in FORMATS:
            raise UsageProblem("There is no such format.", next_step=f"Choose one of {', '.join(FORMATS)}.")
        made = await to_thread.run_sync(lambda: plan_file(self._plan(), self._bench.bank.all(), kind))
        file = FORMATS[kind]
        name = f'attachment; filename="{file.name}"'
        return Response(made, media_type=file.media, headers={"content-disposition": name})

    def _plan(self) -> Plan:
        return self._bench.study().plan(interview=self._bench.settings.interview_date, on=date.today())


def _wish(body: dict[str, Any], before: PlanWish) -> PlanWish:
    hours, topics = body.get("hours_a_day"), body.get("topics")
    if hours is not None and (not isinstance(hours, int | float) or isinstance(hours, bool)):
        raise UsageProblem("Hours are a number.", next_step="Give for example 1.5.")
    if topics is not None and not isinstance(topics, list):
        raise UsageProblem("Topics are a list.", next_step="Give an empty list for all of them.")
    chosen = before.topics if topics is None else tuple(str(t) for t in cast("list[Any]", topics))
    return PlanWish(
        hours_a_day=before.hours_a_day if hours is None else float(hours),
        role=str(body.get("role") or before.role),
        topics=chosen,
    )
