"""Spaces found in the picture."""

import numpy as np

from extrabrain.core.picture import Box
from extrabrain.screen.gaps import inked, spaced

WIDTH = 6


def line(text: str, *, air: int = 2) -> tuple[list[float], "np.ndarray"]:
    """Letters as black bars with `air` between them, and wide air for a space; the middles of the bars."""
    crop = np.full((16, 400, 3), 255, np.uint8)
    places: list[float] = []
    x = 10
    for letter in text:
        if letter == " ":
            places.append(x)
            x += 6
        else:
            crop[3:13, x : x + WIDTH] = 0
            places.append(x + WIDTH / 2)
            x += WIDTH + air
    return places, crop


def lost(text: str, at: int) -> str:
    """What `spaced` makes of `text` when the network left out its space at `at`."""
    places, crop = line(text)
    return spaced(text[:at] + text[at + 1 :], places[:at] + places[at + 1 :], crop)


def test_a_lost_space_is_put_back() -> None:
    assert lost("one two six ten", 7) == "one two six ten"


def test_a_line_without_any_known_space_is_left_alone() -> None:
    places, crop = line("onetwo")
    assert spaced("onetwo", places, crop) == "onetwo"


def test_letters_that_stand_far_apart_are_one_word() -> None:
    places, crop = line("wide ly set", air=5)
    assert spaced("wide ly set", places, crop) == "wide ly set"


def test_signs_with_air_around_them_take_no_space() -> None:
    assert lost("go on f .x", 7) == "go on f.x"


def test_margins_are_cut_off() -> None:
    _, crop = line("ab")
    assert inked(crop, Box(100, 50, 500, 66)) == Box(110, 53, 124, 63)
    assert inked(np.full((4, 4, 3), 9, np.uint8), Box(0, 0, 4, 4)) == Box(0, 0, 4, 4)
