"""Progress over HTTP."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.flows.progress import AnswerFigures, progress
from extrabrain.web.reply import answering, reply


class ProgressApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        return [Route("/api/progress", answering(self.progress), methods=["GET"])]

    async def progress(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._points))

    def _points(self) -> list[AnswerFigures]:
        return progress(self._bench.store, self._bench.bank.all())
