"""How many threads a model may have."""

import pytest

from extrabrain.advice.threads import free_threads, threads_for


@pytest.mark.parametrize(
    ("busy", "cores", "threads"),
    [
        (0.0, 2, 0),
        (0.2, 2, 0),
        (0.4, 2, 1),
        (1.0, 2, 1),
        (2.0, 2, 1),
        (1.0, 1, 1),
        (0.5, 8, 4),
        (5.0, 8, 3),
        (8.0, 8, 1),
    ],
)
def test_cores_that_others_use_are_theirs(busy: float, cores: int, threads: int) -> None:
    assert threads_for(busy, cores) == threads


def test_this_machine_is_looked_at() -> None:
    assert free_threads() >= 0
