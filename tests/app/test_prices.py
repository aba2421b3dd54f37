"""What a generation cost, where its price is known."""

from pathlib import Path

import pytest

from extrabrain.app.prices import UNKNOWN, Cost, Meter, cost_of
from extrabrain.core.advice import Usage
from extrabrain.core.errors import UsageProblem

USED = Usage(1_000_000, 100_000, 5, 10.0, "stop")


def test_a_known_price_has_a_date(tmp_path: Path) -> None:
    cost = cost_of(tmp_path, "openai/gpt-5-mini", USED)
    assert cost.usd == pytest.approx(0.25 + 0.2)
    assert cost.as_of


@pytest.mark.parametrize("engine", ["openai/gpt-5-mini-2025-08-07", "openai/gpt-5-mini"])
def test_a_dated_version_costs_what_the_model_does(tmp_path: Path, engine: str) -> None:
    assert cost_of(tmp_path, engine, USED).usd == pytest.approx(0.45)


@pytest.mark.parametrize("engine", ["openai/gpt-5-minimal", "openai/gpt-9", "groq/gpt-5-mini", "mine/x"])
def test_what_nobody_told_is_unknown(tmp_path: Path, engine: str) -> None:
    assert cost_of(tmp_path, engine, USED) == UNKNOWN


def test_tokens_that_nobody_told_cost_the_unknown(tmp_path: Path) -> None:
    assert cost_of(tmp_path, "openai/gpt-5", Usage(0, 5, 1, 1.0, "stop")) == UNKNOWN


def test_the_users_own_table_comes_first(tmp_path: Path) -> None:
    own = '{"as_of": "2026-11", "usd_per_million_tokens": {"openai/gpt-5-mini": [1, 10], "mine/x": [0, 1]}}'
    (tmp_path / "prices.json").write_text(own)
    assert cost_of(tmp_path, "openai/gpt-5-mini", USED) == Cost(2.0, "2026-11")
    assert cost_of(tmp_path, "mine/x", USED) == Cost(0.1, "2026-11")
    assert cost_of(tmp_path, "openai/gpt-5-nano", USED).usd == pytest.approx(0.09)


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "prices.json").write_text('{"gpt": 3}')
    with pytest.raises(UsageProblem, match=r"prices\.json"):
        cost_of(tmp_path, "openai/gpt-5", USED)


def test_the_meter_adds_up_and_counts_what_it_does_not_know() -> None:
    meter = Meter()
    meter.add(USED, Cost(0.5, "x"))
    spent = meter.add(USED, UNKNOWN)
    assert (spent.tokens_in, spent.tokens_out, spent.usd, spent.unknown) == (2_000_000, 200_000, 0.5, 1)
