"""The user's notes on a session; they are read with the session itself."""

import json
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.flows import history
from extrabrain.web.reply import answering, reply


class NotesApi:
    """One text for a session; an empty one removes it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        return [Route("/api/sessions/{session_id}/notes", answering(self.write), methods=["POST"])]

    async def write(self, request: Request) -> Response:
        try:
            body: Any = json.loads(await request.body())
            text = body["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise UsageProblem("There is no text.", next_step='Send {"text": NOTES}.') from error
        session_id = request.path_params["session_id"]
        await to_thread.run_sync(history.write_notes, self._bench.store, session_id, str(text))
        return reply(None, "saved")
