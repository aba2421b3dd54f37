"""A fixed few trials of each promise at rest; `benchmarks/promises` runs as many as one likes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from promises import at_rest, crash, fuzz, plain_keyring, stopping
from promises.canary import seen, sees_everything
from promises.tally import Tally


@pytest.mark.weights
@pytest.mark.parametrize(
    ("promise", "trials"),
    [
        (crash.p7, 2),
        (crash.p8, 24),
        (crash.p9, 2),
        (crash.p10, 2),
        (at_rest.p11, 1),
        (at_rest.p12, 1),
        (plain_keyring.p16, 1),
        (stopping.p18, 4),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_it_holds(
    promise: Callable[[int], Tally], trials: int, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRABRAIN_MODELS", str(models_dir))
    tally = promise(trials)
    if tally.not_run:
        pytest.skip(f"not run here: {tally.not_run}")
    assert tally.holds, tally
    assert tally.trials >= trials


@pytest.mark.weights
def test_parsers_survive_a_few_seconds(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRABRAIN_MODELS", str(models_dir))
    outcome = fuzz.parsers(4)
    assert outcome.broke == []
    assert outcome.trials > 100


def test_the_scanner_sees_each_wrapping() -> None:
    assert sees_everything("quaggacanary") == []


@pytest.mark.parametrize("data", [b"", b"quagga canary", bytes(range(256)), b"\x1f\x8b\x08 quagga"])
def test_and_nothing_where_there_is_nothing(data: bytes) -> None:
    assert seen(["quaggacanary"], data) == set()
