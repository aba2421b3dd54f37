"""Which speech engine is chosen, and whether its model is here."""

from extrabrain.core.errors import Conflict
from extrabrain.weights.store import Weights
from extrabrain.words import engines


def check_engine(weights: Weights, name: str) -> None:
    """`NotFound` for an unknown engine, `Conflict` while its model is not here."""
    model_id = engines.entry(name).model_id
    if not weights.ready(model_id):
        raise Conflict(f"The model {model_id} is not on this machine.", next_step="Fetch it first.")


def missing_models(weights: Weights, chosen: str) -> tuple[str, ...]:
    """What speaking needs and is not here: the starter set, with the model of the chosen engine in it."""
    engine = engines.ENGINES.get(chosen, engines.ENGINES[engines.DEFAULT])
    usual = engines.ENGINES[engines.DEFAULT].model_id
    needed = (engine.model_id if m == usual else m for m in weights.starter())
    return tuple(model_id for model_id in needed if not weights.ready(model_id))
