"""Every HTTP answer is the envelope of the command line: `{"code", "data", "message"}`."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from extrabrain.core.codec import to_plain
from extrabrain.core.errors import NotFound, Problem
from extrabrain.web.body import MOST_NUMBER

Handler = Callable[[Request], Awaitable[Response]]

STATUS = {1: 500, 2: 400, 3: 503, 4: 401, 5: 409, 6: 200, 7: 507, 8: 404}
"""HTTP status for each code of `core.errors`."""


def reply(data: Any, message: str = "ok", *, code: int = 0, status: int | None = None) -> JSONResponse:
    """`status` in place of the one that the code has."""
    body = {"code": code, "data": to_plain(data), "message": message}
    return JSONResponse(body, status_code=status or (200 if code == 0 else STATUS[code]))


def answering(handler: Handler) -> Handler:
    """Turns a `Problem` into its envelope; a bug stays a bug."""

    async def run(request: Request) -> Response:
        try:
            if any(isinstance(value, int) and value > MOST_NUMBER for value in request.path_params.values()):
                raise NotFound("There is nothing of that number.", next_step="Follow a link of the page.")
            return await handler(request)
        except Problem as problem:
            return reply(None, str(problem), code=problem.code)

    return run
