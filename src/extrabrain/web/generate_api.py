"""Questions that documents prompt, over HTTP: made, shown with the words that prompted them, taken or
refused.
"""

from typing import TYPE_CHECKING, Any, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.proposal import ProposalState
from extrabrain.record import proposals
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply

if TYPE_CHECKING:
    from extrabrain.flows.prepare import Prepare

FIELDS = ("text", "kind", "difficulty", "key_points")


class GenerateApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        table: tuple[tuple[str, str, Any], ...] = (
            ("GET", "/api/proposals", self.proposals),
            ("POST", "/api/proposals", self.generate),
            ("POST", "/api/proposals/{proposal_id}", self.decide),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def proposals(self, _: Request) -> Response:
        found = await to_thread.run_sync(lambda: proposals.list_proposals(self._bench.store, state="new"))
        return reply(found)

    async def generate(self, request: Request) -> Response:
        """`{"document_id"?}`; all documents where it is left out."""
        document = (await object_of(request)).get("document_id")
        chosen = document if isinstance(document, int) else None
        return reply(await to_thread.run_sync(lambda: self._prepare().generate(chosen)))

    async def decide(self, request: Request) -> Response:
        """`{"state": "accepted" | "rejected" | "new"}`, with other fields of the question where it is
        taken.
        """
        proposal_id, body = request.path_params["proposal_id"], await object_of(request)
        state = cast("ProposalState", str(body.get("state", "")))
        fields = {name: body[name] for name in FIELDS if name in body}
        made = await to_thread.run_sync(lambda: self._prepare().decide(proposal_id, state, fields))
        return reply(made, made.state)

    def _prepare(self) -> "Prepare":
        from extrabrain.flows.prepare import Prepare

        return Prepare(self._bench.store, self._bench.bank, self._bench.embedder())
