"""Loops are cut to one copy; what people really repeat stays."""

import pytest

from extrabrain.words.loops import unlooped


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("expensive to get enough huey to get enough huey to get enough huey to get enough huey to get en",
         "expensive to get enough huey"),
        ("scale it with, ah, with, ah, with, ah, with, ah", "scale it with, ah,"),
        ("the the the the the the end", "the end"),
        ("a b a b a b a b c d", "a b c d"),
    ],
)  # fmt: skip
def test_a_loop_is_cut(said: str, kept: str) -> None:
    assert unlooped(said) == (kept, True)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "No, no, no, that is not it.",
        "very very very very good",
        "we test and we test and we test again",
        "one two three four",
    ],
)
def test_what_people_say_stays(said: str) -> None:
    assert unlooped(said) == (said, False)
