"""What a request carries: the one place where JSON bodies are read."""

import json
from typing import Any, cast

from starlette.requests import Request

from extrabrain.core.errors import UsageProblem


async def object_of(request: Request) -> dict[str, Any]:
    """The request's JSON object; `UsageProblem` where it is none."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise UsageProblem("The request is not JSON.", next_step="Send application/json.")
    try:
        plain: Any = json.loads(await request.body())
    except ValueError as error:
        raise UsageProblem("The request is not JSON.", next_step="Send a JSON object.") from error
    if not isinstance(plain, dict):
        raise UsageProblem("The request is not an object.", next_step="Send a JSON object.")
    return cast("dict[str, Any]", plain)
