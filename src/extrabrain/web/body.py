"""What a request carries: the one place where JSON bodies are read."""

import json
from typing import Any, cast

from starlette.requests import Request

from extrabrain.core.errors import UsageProblem

MOST_NUMBER = 2**63 - 1


async def object_of(request: Request) -> dict[str, Any]:
    """The request's JSON object; `UsageProblem` where it is none."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise UsageProblem("The request is not JSON.", next_step="Send application/json.")
    try:
        plain: Any = json.loads(await request.body(), parse_int=_whole)
        json.dumps(plain, ensure_ascii=False).encode()  # half a character cannot be kept
    except (ValueError, RecursionError) as error:
        raise UsageProblem("The request is not JSON.", next_step="Send a JSON object.") from error
    if not isinstance(plain, dict):
        raise UsageProblem("The request is not an object.", next_step="Send a JSON object.")
    return cast("dict[str, Any]", plain)


def _whole(digits: str) -> int:
    """A number that a store can hold: 64 bits."""
    number = int(digits)
    if not -MOST_NUMBER <= number <= MOST_NUMBER:
        raise ValueError(digits)
    return number
