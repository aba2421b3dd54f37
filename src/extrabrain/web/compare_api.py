"""Attempts side by side, over HTTP."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.flows.side_by_side import side_by_side
from extrabrain.web.reply import answering, reply


class CompareApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        return [Route("/api/compare", answering(self.compare), methods=["GET"])]

    async def compare(self, request: Request) -> Response:
        """`?session=ID&session=ID…`, two to six attempts at one question."""
        wanted = request.query_params.getlist("session")
        return reply(await to_thread.run_sync(side_by_side, self._bench.store, wanted))
