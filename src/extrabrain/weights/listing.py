"""The catalogue as a person chooses from it: what each model costs, and whether it is here and fits."""

from dataclasses import dataclass

from extrabrain.weights.catalogue import Kind
from extrabrain.weights.fits import fit
from extrabrain.weights.store import State, Weights


@dataclass(frozen=True, slots=True)
class Listed:
    """One model on this machine. `fits_because` is `yes`, or `no:` and what is lacking."""

    id: str
    title: str
    kind: Kind
    about: str
    licence: str
    size_bytes: int
    download_bytes: int
    memory_mb: int
    state: State
    fits: bool
    fits_because: str
    starter: bool
    development: bool


def listed(weights: Weights, memory_mb: int) -> list[Listed]:
    """All models in the catalogue's order, for a machine of `memory_mb`."""
    return [_one(weights, entry.id, memory_mb) for entry in weights.entries]


def _one(weights: Weights, model_id: str, memory_mb: int) -> Listed:
    entry = weights.entry(model_id)
    state = weights.state(model_id)
    fitting = fit(entry, weights.folder, memory_mb, here=state == "ready")
    return Listed(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        about=entry.about,
        licence=entry.licence,
        size_bytes=entry.size_bytes,
        download_bytes=entry.download_bytes,
        memory_mb=entry.memory_mb,
        state=state,
        fits=fitting.fits,
        fits_because=str(fitting),
        starter=model_id in weights.starter(),
        development=entry.development,
    )
