"""The user's notes on a session; they are read with the session itself."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.flows import history
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply


class NotesApi:
    """One text for a session; an empty one removes it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        return [Route("/api/sessions/{session_id}/notes", answering(self.write), methods=["POST"])]

    async def write(self, request: Request) -> Response:
        body = await object_of(request)
        if "text" not in body:
            raise UsageProblem("There is no text.", next_step='Send {"text": NOTES}.')
        session_id = request.path_params["session_id"]
        await to_thread.run_sync(history.write_notes, self._bench.store, session_id, str(body["text"]))
        return reply(None, "saved")
