"""What a command prints: one JSON envelope with `--json`, otherwise text for people; failures on stderr."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from extrabrain.core.errors import Problem

P = ParamSpec("P")
R = TypeVar("R")


def envelope(code: int, data: Any, message: str) -> str:
    """`{"code", "data", "message"}` on one line."""
    from extrabrain.core.codec import to_plain  # 40 ms that `--help` need not pay

    return json.dumps({"code": code, "data": to_plain(data), "message": message}, ensure_ascii=False)


def json_option(command: Callable[P, R]) -> Callable[P, R]:
    """Adds `--json`, and turns a `Problem` into the envelope or a line on stderr, with its exit code.

    The command must take `as_json: bool`.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            return fail(problem, as_json=bool(kwargs.get("as_json")))

    return click.option("--json", "as_json", is_flag=True, help="Print one JSON envelope.")(run)


def fail(problem: Problem, *, as_json: bool) -> Any:
    """Prints the problem and leaves with its code."""
    if as_json:
        click.echo(envelope(problem.code, None, str(problem)))
    else:
        click.echo(f"extrabrain: {problem.what}", err=True)
        if problem.next_step:
            click.echo(f"  {problem.next_step}", err=True)
    sys.exit(problem.code)


def show(data: Any, text: str, *, as_json: bool, message: str = "ok", code: int = 0) -> None:
    """Prints `data` in an envelope, or `text`; leaves with `code` if it is not 0."""
    click.echo(envelope(code, data, message) if as_json else text)
    if code:
        sys.exit(code)


def note(text: str) -> None:
    """Progress and asides: stderr only."""
    click.echo(text, err=True)
