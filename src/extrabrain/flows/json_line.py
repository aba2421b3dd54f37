"""One line of a stream of JSON objects."""

import json
from typing import Any, cast

from extrabrain.core.errors import UsageProblem


def json_object(line: str) -> dict[str, Any]:
    """`UsageProblem` where it is no JSON, or no object."""
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageProblem(f"Not JSON: {error}.", next_step="One JSON object on each line.") from error
    if not isinstance(plain, dict):
        raise UsageProblem("Not a JSON object.", next_step="One JSON object on each line.")
    return cast("dict[str, Any]", plain)
