"""JSON Schema (2020-12) of dataclasses, as `core.codec.to_plain` writes them."""

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from extrabrain.core.event import EVENT_KINDS, Event
from extrabrain.core.quote import Quote
from extrabrain.flows.mock_report import TurnReport
from extrabrain.web.shapes import QuestionCard

REF = "#/components/schemas/"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_TAG_OF = {body: tag for tag, body in EVENT_KINDS.items()}
SENT_AS: dict[tuple[type, str], type] = {(TurnReport, "question"): QuestionCard}
"""Fields that are more on the wire than their type says."""


class Schemas:
    """Collects a named schema for each dataclass it meets. In an answer every field is there; in a request
    (`given=True`) those without a default."""

    def __init__(self) -> None:
        self.named: dict[str, Any] = {}
        self._kinds: dict[str, type] = {}

    def of(self, hint: Any, *, given: bool = False) -> dict[str, Any]:
        origin, items = typing.get_origin(hint), typing.get_args(hint)
        if hint is None or hint in _PLAIN:
            return {"type": _PLAIN[type(None) if hint is None else hint]}
        if hint is typing.Any:
            return {}
        if origin is typing.Literal:
            return {"enum": list(items)}
        if origin in (typing.Union, types.UnionType):
            return {"anyOf": [self.of(item, given=given) for item in items]}
        if origin is tuple and len(items) == 2 and items[1] is ...:
            return {"type": "array", "items": self.of(items[0], given=given)}
        if origin is list:
            return {"type": "array", "items": self.of(items[0], given=given)}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(items[1], given=given)}
        if origin is tuple:
            parts = [self.of(item, given=given) for item in items]
            return {"type": "array", "prefixItems": parts, "minItems": len(items), "maxItems": len(items)}
        if is_dataclass(hint):
            return self._named(typing.cast("type", hint), given=given)
        raise TypeError(f"no schema for {hint!r}")

    def _named(self, kind: type, *, given: bool) -> dict[str, Any]:
        if self._kinds.setdefault(kind.__name__, kind) is not kind:
            raise TypeError(f"{kind!r} and {self._kinds[kind.__name__]!r} would share a name")
        if kind.__name__ not in self.named:
            self.named[kind.__name__] = {}
            self.named[kind.__name__] = self._object(kind, given=given)
        return {"$ref": f"{REF}{kind.__name__}"}

    def _object(self, kind: type, *, given: bool) -> dict[str, Any]:
        hints = typing.get_type_hints(kind)
        properties: dict[str, Any] = {}
        required: list[str] = []
        if kind in _TAG_OF:
            properties["kind"] = {"const": _TAG_OF[kind]}
            required.append("kind")
        for field in fields(kind):
            properties[field.name] = self._field(kind, field.name, hints[field.name], given=given)
            has_default = field.default is not MISSING or field.default_factory is not MISSING
            may_lack = has_default if given else kind is Quote and field.name in ("start_ms", "end_ms")
            if not may_lack:
                required.append(field.name)
        made: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
        if kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}("):
            made["description"] = " ".join(kind.__doc__.split())
        return made

    def _field(self, kind: type, name: str, hint: Any, *, given: bool) -> dict[str, Any]:
        if kind is Event and name == "body":
            bodies = [self.of(body) for body in EVENT_KINDS.values()]
            mapping = {tag: f"{REF}{body.__name__}" for tag, body in EVENT_KINDS.items()}
            return {"oneOf": bodies, "discriminator": {"propertyName": "kind", "mapping": mapping}}
        return self.of(SENT_AS.get((kind, name), hint), given=given)
