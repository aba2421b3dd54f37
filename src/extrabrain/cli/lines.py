"""Lines of a file or of standard input, one at a time."""

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from extrabrain.core.errors import UsageProblem


@contextmanager
def lines_of(path: Path) -> Generator[Iterator[str]]:
    """`-` is standard input. Bytes that are not UTF-8 make that one line a bad one, not the run."""
    if str(path) == "-":
        yield (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer)
        return
    try:
        opened = path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageProblem(f"{path}: {error.strerror}.", next_step="Give a file of JSON lines.") from error
    with opened:
        yield opened
