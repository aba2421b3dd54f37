"""The engine table: a name, the class that loads it, and the model it needs."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extrabrain.core.errors import NotFound, Unsupported

if TYPE_CHECKING:
    from extrabrain.words.deepgram import Dial
    from extrabrain.words.engine import Engine

DEFAULT = "moonshine-tiny-en"
VOICE_MODEL = "silero-vad"


@dataclass(frozen=True, slots=True)
class Entry:
    """`loads` is `"module:Class"`, called with (name, folder of the model, model id); with (name, dial) where
    the engine is at a provider, which needs no model here. `title` is for those that no model names."""

    loads: str
    model_id: str = ""
    streams: bool = False
    provider: str = ""
    title: str = ""


ENGINES: dict[str, Entry] = {
    "moonshine-tiny-en": Entry("extrabrain.words.moonshine:Moonshine", "moonshine-tiny-en"),
    "parakeet-tdt-0.6b-v2": Entry("extrabrain.words.parakeet:Parakeet", "parakeet-tdt-0.6b-v2"),
    "parakeet-tdt-0.6b-v3": Entry("extrabrain.words.parakeet:Parakeet", "parakeet-tdt-0.6b-v3"),
    "nemo-streaming-80ms-en": Entry(
        "extrabrain.words.streaming:Streaming", "nemo-streaming-80ms-en", streams=True
    ),
    "deepgram": Entry(
        "extrabrain.words.deepgram:Deepgram",
        streams=True,
        provider="deepgram",
        title="Deepgram (hosted: your voice leaves this machine)",
    ),
}


def entry(name: str) -> Entry:
    """Raises `NotFound`, naming the engines there are."""
    found = ENGINES.get(name)
    if found is None:
        raise NotFound(f"There is no engine {name!r}.", next_step=f"Choose one of: {', '.join(ENGINES)}.")
    return found


def load(name: str, folder_of: Callable[[str], Path], dial: "Dial | None" = None) -> "Engine":
    """The engine of that name; `folder_of` gives a model id's folder (`weights.store.Weights.path`),
    `dial` is the way to the provider.

    Takes up to a second for Moonshine. Raises `NotFound` for an unknown name or a model that is not here.
    """
    chosen = entry(name)
    module, _, kind = chosen.loads.partition(":")
    made: Any = getattr(importlib.import_module(module), kind)
    if not chosen.provider:
        return made(name, folder_of(chosen.model_id), chosen.model_id)
    if dial is None:
        raise Unsupported(f"{name} is not on this machine, and nothing may leave it here.")
    return made(name, dial)
