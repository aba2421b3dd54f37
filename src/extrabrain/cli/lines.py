"""Lines of a file or of standard input, one at a time."""

import json
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from extrabrain.core.errors import Problem, UsageProblem
from extrabrain.flows.json_line import json_object


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


def answer_lines(path: Path, answer: Callable[[str], dict[str, Any]]) -> None:
    """Writes a line for each line `{"id", "query"}`, in order; leaves with 6 if some were bad.

    `answer` gives, for a query, what the line has besides `id`, `code` and `message`.
    """

    def of_entry(entry: dict[str, Any]) -> dict[str, Any]:
        query = entry.get("query")
        if not isinstance(query, str):
            raise UsageProblem("`query` is missing or not a string.", next_step='Lines are {"id", "query"}.')
        return answer(query)

    serve_lines(path, of_entry, "could not be answered")


def serve_lines(path: Path, answer: Callable[[dict[str, Any]], dict[str, Any]], failing: str) -> None:
    """Writes a line for each JSON object, in order; leaves with 6 if some were bad, which `failing` says."""
    bad = total = 0
    with lines_of(path) as lines:
        for line in lines:
            if not line.strip():
                continue
            total += 1
            entry_id: Any = None
            try:
                entry = json_object(line)
                entry_id = entry.get("id")
                write_line({"id": entry_id, "code": 0, **answer(entry), "message": "ok"})
            except Problem as problem:
                bad += 1
                write_line({"id": entry_id, "code": problem.code, "data": None, "message": str(problem)})
    leave_if_bad(bad, total, failing)


def write_line(plain: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def leave_if_bad(bad: int, total: int, what: str) -> None:
    if bad:
        click.echo(f"extrabrain: {bad} of {total} lines {what}.", err=True)
        sys.exit(6)
