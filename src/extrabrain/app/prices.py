"""What a generation cost, where its price is known: from a small dated table, and the user's own beside it.

`prices.json` in the data folder has the same shape as the one beside this file and comes first:
`{"as_of": "2026-03", "usd_per_million_tokens": {"openai/gpt-5-mini": [READ, WRITTEN]}}`.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, ValidationError

from extrabrain.core.advice import Usage
from extrabrain.core.errors import UsageProblem

PER = 1_000_000
_OWN = Path(__file__).with_name("prices.json")


class Prices(BaseModel):
    """Dollars for a million tokens read and written, by engine, as they were at `as_of`."""

    model_config = ConfigDict(frozen=True)

    as_of: str
    usd_per_million_tokens: dict[str, tuple[float, float]]

    def of(self, engine: str) -> tuple[float, float] | None:
        """That of the engine, or of the one whose name it continues: a dated version costs the same."""
        names = [name for name in self.usd_per_million_tokens if _is(engine, name)]
        return self.usd_per_million_tokens[max(names, key=len)] if names else None


@dataclass(frozen=True, slots=True)
class Cost:
    """`usd` is none where nobody told the price, or the tokens; 0 for a model on this machine."""

    usd: float | None
    as_of: str = ""


UNKNOWN = Cost(None)
FREE = Cost(0.0)


def cost_of(home: Path, engine: str, usage: Usage) -> Cost:
    """`UsageProblem` where the user's own table cannot be understood."""
    if not usage.tokens_in:
        return UNKNOWN
    for path in (home / "prices.json", _OWN):
        prices = _read(path)
        price = prices.of(engine) if prices else None
        if prices and price:
            return Cost((usage.tokens_in * price[0] + usage.tokens_out * price[1]) / PER, prices.as_of)
    return UNKNOWN


@dataclass(frozen=True, slots=True)
class Spent:
    """Since the program started. `usd` is of generations whose price is known; `unknown` counts the rest."""

    tokens_in: int = 0
    tokens_out: int = 0
    usd: float = 0.0
    unknown: int = 0


class Meter:
    """Adds up. Thread-safe."""

    def __init__(self) -> None:
        self._spent = Spent()
        self._lock = Lock()

    def add(self, usage: Usage, cost: Cost) -> Spent:
        with self._lock:
            before = self._spent
            self._spent = Spent(
                before.tokens_in + usage.tokens_in,
                before.tokens_out + usage.tokens_out,
                before.usd + (cost.usd or 0.0),
                before.unknown + (cost.usd is None),
            )
            return self._spent


def _is(engine: str, name: str) -> bool:
    return engine == name or (engine.startswith(f"{name}-") and engine[len(name) + 1 :][:2].isdigit())


def _read(path: Path) -> Prices | None:
    try:
        return Prices.model_validate_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (ValidationError, UnicodeDecodeError) as error:
        raise UsageProblem(
            f"{path} cannot be understood.",
            next_step="Correct it, or move it away; docs/providers.md shows one.",
        ) from error
