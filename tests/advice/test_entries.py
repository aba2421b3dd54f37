"""Points are given out once they are whole."""

import json

import pytest

from extrabrain.advice.entries import LONGEST_CHARS, Entries

POINTS = [{"text": 'a "quoted" { brace ] \\ here'}, {"text": "b", "nested": {"x": [1, 2]}}]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_whatever_the_pieces(size: int) -> None:
    output = "Here you are:\n```json\n" + json.dumps({"points": POINTS}) + "\n```"
    reading = Entries()
    found = [e for at in range(0, len(output), size) for e in reading.push(output[at : at + size])]
    assert found == POINTS
    assert reading.closed


def test_each_comes_as_soon_as_it_is_whole() -> None:
    reading = Entries()
    assert reading.push('{"points": [{"text": "a"') == []
    assert reading.push("}") == [{"text": "a"}]
    assert not reading.closed


@pytest.mark.parametrize("output", ["", "no json", '{"answer": 1}', '{"points": 3}', '"points"'])
def test_no_list_no_points(output: str) -> None:
    reading = Entries()
    assert reading.push(output) == []
    assert not reading.opened


def test_what_is_no_object_is_passed_over() -> None:
    reading = Entries()
    assert reading.push('{"points": ["a", 3, [1], {bad}, {"text": "b"}]}') == [{"text": "b"}]


def test_a_flood_is_not_kept() -> None:
    reading = Entries()
    reading.push('{"points": [')
    for _ in range(LONGEST_CHARS // 1000 + 2):
        reading.push("x" * 1000)
    assert reading.push('{"text": "late"}') == []
