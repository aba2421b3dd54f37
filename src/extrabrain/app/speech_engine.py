"""Which speech engine is chosen, and whether it can be used: its model is here, or its provider may hear."""

from typing import TYPE_CHECKING

from extrabrain.core.errors import Conflict, Problem
from extrabrain.weights.store import Weights
from extrabrain.words import engines

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.first_send import Agreed
    from extrabrain.words.engine import Engine


def usable(weights: Weights, name: str) -> bool:
    """Whether all that it needs on this machine is here."""
    model_id = engines.entry(name).model_id
    return not model_id or weights.ready(model_id)


def hindrance(bench: "Workbench", name: str) -> Problem | None:
    """Why an engine at a provider cannot be chosen now; none for the others."""
    if not engines.entry(name).provider:
        return None
    from extrabrain.app.speech_elsewhere import hindrance

    return hindrance(bench)


def check_engine(bench: "Workbench", name: str, agreed: "Agreed | None" = None) -> None:
    """`NotFound` for an unknown engine, `Conflict` while its model is not here; for one at a provider see
    `app.speech_elsewhere.need_consent`."""
    chosen = engines.entry(name)
    if chosen.provider:
        from extrabrain.app.speech_elsewhere import need_consent

        need_consent(bench, agreed)
    elif not bench.weights.ready(chosen.model_id):
        raise Conflict(f"The model {chosen.model_id} is not on this machine.", next_step="Fetch it first.")


def load_engine(bench: "Workbench", name: str) -> "Engine":
    """`NotFound` while its model is not here. One at a provider is spoken to with the first sound only."""
    if not engines.entry(name).provider:
        return engines.load(name, bench.weights.path)
    from extrabrain.app.speech_elsewhere import dial_of

    return engines.load(name, bench.weights.path, dial_of(bench))


def missing_models(weights: Weights, chosen: str) -> tuple[str, ...]:
    """What speaking needs and is not here: the starter set, with the model of the chosen engine in it."""
    engine = engines.ENGINES.get(chosen, engines.ENGINES[engines.DEFAULT])
    usual = engines.ENGINES[engines.DEFAULT].model_id
    needed = (engine.model_id if m == usual else m for m in weights.starter())
    return tuple(model_id for model_id in needed if model_id and not weights.ready(model_id))
