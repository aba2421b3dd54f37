"""Models whose hash is not known are named with their needs, and never pulled."""

from extrabrain.weights.elsewhere import ELSEWHERE, not_pulled
from extrabrain.weights.table import ENTRIES


def test_each_says_how_it_is_had() -> None:
    for one in ELSEWHERE:
        problem = not_pulled(one.id)
        assert problem is not None and one.ollama in problem.next_step and one.page in problem.next_step
    assert not_pulled("minilm-l6-v2") is None


def test_none_is_in_the_catalogue_of_what_is_pulled() -> None:
    assert not {one.id for one in ELSEWHERE} & {entry.id for entry in ENTRIES}


def test_what_fits() -> None:
    assert [one.fits(16_000) for one in ELSEWHERE] == [True, True, False, False]
    assert all(one.fits(64_000) for one in ELSEWHERE)
