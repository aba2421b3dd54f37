"""The table of `benchmarks/advice.py` on a fixed few answers: which way its figures point, not how high."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from answers import Figure, mixed, on_rows, on_shuffled
from extrabrain.coach.coach import Coach
from extrabrain.library.meanings import MeaningMiniLM
from labelled import answers_of, judged

ANSWERS = Path(__file__).parents[2] / "benchmarks/data/answers"


@pytest.fixture(scope="module")
def table(models_dir: Path) -> dict[str, Figure]:
    coach = Coach(MeaningMiniLM(models_dir / "minilm-l6-v2"))
    lines = answers_of(ANSWERS / "f.jsonl")
    bases = sorted({line["base"] for line in lines})[::3]
    some = [line for line in lines if line["base"] in bases]
    other_order = mixed(some)
    figures = [*on_rows(judged(coach, some), some), *on_shuffled(judged(coach, other_order), other_order)]
    return {figure[0]: figure for figure in figures}


@pytest.mark.weights
@pytest.mark.parametrize(
    "name",
    [
        "findings, micro F1",
        "finding quotes, IoU >= 0.5",
        "missing parts, F1",
        "part quotes, macro F1",
        "shuffled: part quotes, macro F1",
        "edited answer scores lower",
        "rubric, rank correlation",
    ],
)
def test_the_coach_beats_its_simple_baseline(table: dict[str, Figure], name: str) -> None:
    _, value, (low, high), baseline = table[name]
    assert baseline is not None
    assert value > baseline + 0.1
    assert low <= value <= high


@pytest.mark.weights
def test_most_of_what_is_reported_is_right(table: dict[str, Figure]) -> None:
    assert table["findings, precision"][1] > 0.7
    assert table["traps with a forbidden finding"][1] < 0.5
