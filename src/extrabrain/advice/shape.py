"""The JSON Schema that a task's output must fit: one object with a list of `points`, which small models can
fill.
"""

import json
from typing import Any

TEXT_CHARS, QUOTE_CHARS, OWNER_CHARS = 600, 400, 60


def shape_of(
    *, headings: tuple[str, ...], quotes: bool, cites: bool, instead: bool, owned: bool, most_points: int
) -> dict[str, Any]:
    point: dict[str, Any] = {"text": {"type": "string", "maxLength": TEXT_CHARS}}
    if headings:
        point = {"heading": {"type": "string", "enum": list(headings)}, **point}
    if owned:
        point = {"owner": {"type": "string", "maxLength": OWNER_CHARS}, **point}
    if cites:
        point["material"] = {"type": "integer", "minimum": 0, "maximum": 99}
    if cites or quotes:
        point["quote"] = {"type": "string", "maxLength": QUOTE_CHARS}
    if instead:
        point["try_instead"] = {"type": "string", "maxLength": QUOTE_CHARS}
    one = {"type": "object", "properties": point, "required": list(point), "additionalProperties": False}
    points = {"type": "array", "minItems": 1, "maxItems": most_points, "items": one}
    return {
        "type": "object",
        "properties": {"points": points},
        "required": ["points"],
        "additionalProperties": False,
    }


def example_of(shape: dict[str, Any]) -> str:
    """How such an output looks, for models that are not held to a schema."""
    point = shape["properties"]["points"]["items"]["properties"]
    filled = {name: 1 if kind["type"] == "integer" else _words(kind) for name, kind in point.items()}
    return json.dumps({"points": [filled]}, ensure_ascii=False)


def _words(kind: dict[str, Any]) -> str:
    return " or ".join(kind["enum"]) if "enum" in kind else "…"
