"""The codec: everything of this room survives the trip through JSON, and what does not fit is named."""

import json
import typing
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extrabrain.core.answer import Answer
from extrabrain.core.codec import event_from_plain, from_plain, to_plain
from extrabrain.core.egress import Egress
from extrabrain.core.event import EVENT_KINDS, Event
from extrabrain.core.feedback import Feedback, Pulse
from extrabrain.core.quote import Quote
from extrabrain.core.session import Session
from extrabrain.core.speech import Segment, Word

WHOLE = st.integers(-(2**53), 2**53)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    """Times come in pairs or not at all."""
    times = draw(st.none() | st.tuples(WHOLE, WHOLE))
    start_ms, end_ms = times or (None, None)
    return Quote(draw(TEXT), draw(WHOLE), draw(WHOLE), start_ms, end_ms)


SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: WHOLE,
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    Quote: quotes(),
}


def made(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of this room."""
    origin, items = typing.get_origin(kind), typing.get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if origin is typing.Literal:
        return st.sampled_from(items)
    if origin is tuple and items[-1] is ...:
        return st.lists(made(items[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(made, items))
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(typing.cast("type", kind), **{f.name: made(hints[f.name]) for f in fields(kind)})
    return st.one_of(*map(made, items))


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(to_plain(value), ensure_ascii=False))


@pytest.mark.parametrize("tag", EVENT_KINDS)
def test_every_event_comes_back_as_it_was(tag: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(made(EVENT_KINDS[tag]), WHOLE)
    def survives(body: Any, at_ms: int) -> None:
        event = Event("s1", 3, at_ms, body)
        plain = through_json(event)
        assert plain["body"]["kind"] == tag
        assert event_from_plain(plain) == event

    survives()


@pytest.mark.parametrize("kind", [Answer, Egress, Feedback, Pulse, Session])
def test_everything_that_is_kept_comes_back_as_it_was(kind: type) -> None:
    @settings(max_examples=25, deadline=None)
    @given(made(kind))
    def survives(value: Any) -> None:
        assert from_plain(kind, through_json(value)) == value

    survives()


def test_a_quote_without_times_has_none_in_json() -> None:
    assert to_plain(Quote("so", 0, 2)) == {"text": "so", "start_char": 0, "end_char": 2}
    assert to_plain(Quote("so", 0, 2, 5, 9))["end_ms"] == 9


def test_a_field_that_has_a_default_may_be_left_out() -> None:
    optional = [f.name for f in fields(Answer) if f.default is not MISSING]
    built = from_plain(Answer, {"question_id": None, "question": "q", "text": "t"})
    assert built == Answer(None, "q", "t") and optional == [
        "words",
        "duration_ms",
        "voiced",
        "attempt",
        "filled_pauses",
    ]


GOOD = {"text": "so", "start_ms": 0, "end_ms": 9, "interpolated": False}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"text": 4}, r"Word\.text: expected str, found int"),
        ({"start_ms": True}, r"Word\.start_ms: expected int, found bool"),
        ({"start_ms": 1.5}, r"Word\.start_ms: expected int, found float"),
        ({"end_ms": None}, r"Word\.end_ms: expected int, found NoneType"),
        ({"extra": 1}, r"Word: unknown field 'extra'"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], named: str) -> None:
    assert from_plain(Word, GOOD) == Word("so", 0, 9, interpolated=False)
    with pytest.raises(ValueError, match=named):
        from_plain(Word, GOOD | change)


def test_a_missing_field_a_wrong_choice_and_a_deep_place_are_named() -> None:
    with pytest.raises(ValueError, match=r"Word\.end_ms: missing"):
        from_plain(Word, {"text": "so", "start_ms": 0, "interpolated": False})
    segment = to_plain(Segment(0, 0, "mic", None, "so", (Word("so", 0, 9, interpolated=False),), 0, 9, True))
    with pytest.raises(ValueError, match=r"Segment\.channel: 'phone' is none of mic, system, file"):
        from_plain(Segment, segment | {"channel": "phone"})
    with pytest.raises(ValueError, match=r"Segment\.words\[1\]\.start_ms"):
        from_plain(Segment, segment | {"words": [GOOD, GOOD | {"start_ms": "0"}]})
    with pytest.raises(ValueError, match=r"Segment\.words: expected a list"):
        from_plain(Segment, segment | {"words": "so"})


def test_an_unknown_event_is_named() -> None:
    with pytest.raises(ValueError, match="unknown event kind 'telepathy'"):
        event_from_plain({"session_id": "s", "seq": 0, "at_ms": 0, "body": {"kind": "telepathy"}})
