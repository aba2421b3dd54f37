"""The workbench of a command, behind the fence that the program's entry put up."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.places import Places


@contextmanager
def workbench(where: "Places | None" = None) -> "Generator[Workbench]":
    from extrabrain.app import build

    with build.workbench(where, fence=click.get_current_context().find_root().obj) as bench:
        yield bench
