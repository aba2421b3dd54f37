"""Plain JSON data to and from the dataclasses of this room.

`to_plain` gives dicts, lists, strings, numbers, booleans and None; optional times of a quote that are
None are left out. `from_plain` builds the type back and raises `ValueError` naming the field on a mismatch.
"""

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from extrabrain.core.event import EVENT_KINDS, Event
from extrabrain.core.quote import Quote

T = TypeVar("T")

_TAG_OF = {body: tag for tag, body in EVENT_KINDS.items()}


def to_plain(value: Any) -> Any:
    if isinstance(value, Quote):
        plain: dict[str, Any] = {
            "text": value.text,
            "start_char": value.start_char,
            "end_char": value.end_char,
        }
        if value.start_ms is not None:
            plain |= {"start_ms": value.start_ms, "end_ms": value.end_ms}
        return plain
    if is_dataclass(value) and not isinstance(value, type):
        plain = {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
        tag = _TAG_OF.get(type(value))
        return {"kind": tag, **plain} if tag else plain
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in typing.cast("tuple[Any, ...]", value)]
    if isinstance(value, dict):
        return {str(k): to_plain(v) for k, v in typing.cast("dict[Any, Any]", value).items()}
    return value


def from_plain(kind: type[T], plain: Any) -> T:
    return _build(kind, plain, kind.__name__)


def event_from_plain(plain: dict[str, Any]) -> Event:
    """An `Event` whose body is found by its tag."""
    body = plain["body"]
    tag = body.get("kind")
    if tag not in EVENT_KINDS:
        raise ValueError(f"unknown event kind {tag!r}")
    built = _build(EVENT_KINDS[tag], {k: v for k, v in body.items() if k != "kind"}, str(tag))
    return Event(str(plain["session_id"]), int(plain["seq"]), int(plain["at_ms"]), built)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, plain: Any, where: str) -> Any:
    origin = typing.get_origin(kind)
    if kind is Any:
        return plain
    if origin is typing.Literal:
        if plain not in typing.get_args(kind):
            raise ValueError(f"{where}: {plain!r} is none of {', '.join(map(str, typing.get_args(kind)))}")
        return plain
    if origin in (typing.Union, types.UnionType):
        return _build_union(typing.get_args(kind), plain, where)
    if origin is tuple:
        return _build_tuple(typing.get_args(kind), plain, where)
    if is_dataclass(kind):
        return _build_dataclass(typing.cast("type", kind), plain, where)
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        raise ValueError(f"{where}: expected {kind.__name__}, found {type(plain).__name__}")
    return plain


def _build_union(options: tuple[Any, ...], plain: Any, where: str) -> Any:
    if plain is None and type(None) in options:
        return None
    for option in options:
        if option is not type(None):
            return _build(option, plain, where)
    raise ValueError(f"{where}: nothing fits {plain!r}")


def _build_tuple(items: tuple[Any, ...], plain: Any, where: str) -> Any:
    if not isinstance(plain, list | tuple):
        raise ValueError(f"{where}: expected a list, found {type(plain).__name__}")
    values = typing.cast("list[Any]", plain)
    if len(items) == 2 and items[1] is ...:
        return tuple(_build(items[0], v, f"{where}[{i}]") for i, v in enumerate(values))
    if len(items) != len(values):
        raise ValueError(f"{where}: expected {len(items)} items, found {len(values)}")
    return tuple(_build(k, v, f"{where}[{i}]") for i, (k, v) in enumerate(zip(items, values, strict=True)))


def _build_dataclass(kind: type, plain: Any, where: str) -> Any:
    if not isinstance(plain, dict):
        raise ValueError(f"{where}: expected an object, found {type(plain).__name__}")
    given = typing.cast("dict[str, Any]", plain)
    hints = _hints(kind)
    values: dict[str, Any] = {}
    for f in fields(kind):
        if f.name in given:
            values[f.name] = _build(hints[f.name], given[f.name], f"{where}.{f.name}")
        elif f.default is MISSING and f.default_factory is MISSING:
            raise ValueError(f"{where}.{f.name}: missing")
    unknown = given.keys() - {f.name for f in fields(kind)}
    if unknown:
        raise ValueError(f"{where}: unknown field {sorted(unknown)[0]!r}")
    return kind(**values)
