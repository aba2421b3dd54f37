"""The OpenAPI 3.1 document of the HTTP part, made from `contract` and the types it names.

`python -m extrabrain.web.openapi` prints it; `docs/openapi.json` must equal it.
"""

import json
import re
import sys
from typing import Any

from extrabrain.web.contract import CALLS, Call, Query
from extrabrain.web.json_schema import Schemas

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
ABOUT = (
    "What the page and the app say to each other on the loopback address. Every answer but a file is an "
    "envelope `{code, data, message}`; codes are those of the command line. It is not an interface for other "
    "programs: shapes change with the app."
)


def document() -> dict[str, Any]:
    schemas = Schemas()
    paths: dict[str, dict[str, Any]] = {}
    for call in CALLS:
        path = _PLACE.sub(r"{\1}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call, schemas)
    schemas.named["Refusal"] = _envelope({"type": "null"}, {"type": "integer", "minimum": 1})
    return {
        "openapi": "3.1.0",
        "info": {"title": "extrabrain", "version": "1", "description": ABOUT, "license": LICENCE},
        "servers": [{"url": "http://127.0.0.1:{port}", "variables": {"port": {"default": "0"}}}],
        "security": [{"page": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.named.items())),
            "securitySchemes": {"page": COOKIE},
        },
    }


LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
COOKIE = {
    "type": "apiKey",
    "in": "cookie",
    "name": "extrabrain-{port}",
    "description": "Set by the one-time link. Whatever changes something also needs our own Origin.",
}


def text() -> str:
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _operation(call: Call, schemas: Schemas) -> dict[str, Any]:
    words = re.findall(r"[A-Za-z]+", _PLACE.sub(r"by-\1", call.path.removeprefix("/api")))
    made: dict[str, Any] = {
        "operationId": "-".join([call.method.lower(), *words]),
        "summary": call.says,
        "parameters": [*_in_path(call.path), *(_in_query(query) for query in call.query)],
    }
    if call.body is not None:
        made["requestBody"] = {"required": True, "content": _body(call.body, schemas)}
    made["responses"] = {"200": _answer(call, schemas), "default": _refusal()}
    if call.first is not None:
        shown = _envelope(schemas.of(call.first), {"const": 5})
        made["responses"]["428"] = {
            "description": "Not done: the user is to see this first.",
            "content": {"application/json": {"schema": shown}},
        }
    if any(media.startswith("audio/") for media in call.media):
        made["responses"]["206"] = {"description": "The bytes that were asked for.", "content": _files(call)}
    return made


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if kind == "int" else "string"},
        }
        for name, kind in _PLACE.findall(path)
    ]


def _in_query(query: Query) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string"}
    if query.among:
        one["enum"] = list(query.among)
    return {
        "name": query.name,
        "in": "query",
        "required": query.required,
        "description": query.says,
        "schema": {"type": "array", "items": one} if query.repeated else one,
    }


def _body(body: type | str, schemas: Schemas) -> dict[str, Any]:
    if isinstance(body, str):
        return {body: {"schema": {"type": "string", "contentMediaType": body}}}
    return {"application/json": {"schema": schemas.of(body, given=True)}}


def _answer(call: Call, schemas: Schemas) -> dict[str, Any]:
    if call.media:
        return {"description": "The file.", "content": _files(call)}
    schema = _envelope(schemas.of(call.answer), {"const": 0})
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def _files(call: Call) -> dict[str, Any]:
    return {media: {"schema": {"type": "string", "contentMediaType": media}} for media in call.media}


def _refusal() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Refusal"}
    return {
        "description": "Refused: why, and the next step.",
        "content": {"application/json": {"schema": schema}},
    }


def _envelope(data: dict[str, Any], code: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"code": code, "data": data, "message": {"type": "string"}},
        "required": ["code", "data", "message"],
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(text())
