"""The models that a benchmark needs: in the folder that the app uses, or `--models`; pulled if absent."""

import argparse
import os
from pathlib import Path

from extrabrain.app.fence import unfenced
from extrabrain.app.places import places
from extrabrain.guard.door import Door
from extrabrain.weights.store import Weights

DATA = Path(__file__).parents[1] / ".." / "shared" / "data" / "speech"


def arguments(about: str, *, data: bool = True) -> argparse.ArgumentParser:
    """A parser with the options that all speech benchmarks share."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--models", type=Path, default=places().models, help="models folder")
    parser.add_argument("--dry", action="store_true", help="print only; append nothing to results/")
    if data:
        parser.add_argument(
            "--data",
            type=Path,
            default=Path(os.path.normpath(DATA)),
            help="folder with recordings and references.json: [{file, text}]",
        )
    return parser


def weights(folder: Path) -> Weights:
    """The models folder with the starter set in it."""
    held = Weights(folder, Door(unfenced(places()).keeper))
    for model_id in held.missing_starter():
        print(f"pulling {model_id}")
        held.pull(model_id)
    return held
