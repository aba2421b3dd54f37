"""The workbench of a command, behind the fence that the program's entry put up."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench


@contextmanager
def workbench() -> "Generator[Workbench]":
    from extrabrain.app import build

    with build.workbench(fence=click.get_current_context().find_root().obj) as bench:
        yield bench
