"""Where the networks that read pictures are: among the models, or inside the installed extra `screen`."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extrabrain.core.errors import Unsupported

if TYPE_CHECKING:
    from extrabrain.weights.store import Weights

MODEL = "ppocr-v6-small"


def networks(weights: "Weights") -> Path:
    """`Unsupported` where they are in neither place. The package itself is never loaded."""
    if weights.ready(MODEL):
        return weights.path(MODEL)
    found = find_spec("rapidocr")
    for place in found.submodule_search_locations or () if found else ():
        folder = Path(place) / "models"
        if all((folder / file.name).is_file() for file in weights.entry(MODEL).files):
            return folder
    raise Unsupported(
        "Reading text in pictures needs a part that is not here.",
        next_step=f"Run `extrabrain models pull {MODEL}` (27 MB), or install the extra: "
        'pip install "extrabrain[screen]"',
    )
