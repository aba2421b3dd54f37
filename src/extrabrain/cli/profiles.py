"""`extrabrain profiles`: how advice is to be given."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.core.profile import Profile


@click.group()
def profiles() -> None:
    """How advice is to be given: list, show, add, choose, remove."""


@profiles.command("list")
@json_option
def list_profiles(as_json: bool) -> None:
    """Those that come with the program and your own; the chosen one has a star."""
    with _bench() as bench:
        found, chosen = bench.workspace.profiles.all(), bench.settings.profile
    lines = [f"{'*' if p.profile_id == chosen else ' '} {p.profile_id:<20} {p.name}" for p in found]
    show({"chosen": chosen or None, "profiles": found}, "\n".join(lines), as_json=as_json)


@profiles.command("show")
@click.argument("profile_id", metavar="PROFILE")
@json_option
def show_profile(profile_id: str, as_json: bool) -> None:
    """What it says to a model, and its actions."""
    with _bench() as bench:
        profile = bench.workspace.profiles.get(profile_id)
    show(profile, _page(profile), as_json=as_json)


@profiles.command()
@click.argument("name")
@click.option("--prompt", default="", help="What goes before each task, 2,000 characters at most.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="A text file with the prompt instead.")
@click.option("--action", "actions", multiple=True, metavar="NAME=WISH", help="May be given several times.")
@click.option("--id", "profile_id", default="", help="Change this one of your own instead of adding one.")
@json_option
def add(
    name: str, prompt: str, file: Path | None, actions: tuple[str, ...], profile_id: str, as_json: bool
) -> None:
    """A profile of your own."""
    from extrabrain.core.profile import Profile, ProfileAction
    from extrabrain.flows.assess import read_text

    if file is not None:
        prompt = read_text(file)
    made: list[ProfileAction] = []
    for each in actions:
        label, told, wish = each.partition("=")
        if not told:
            raise UsageProblem(f"{each!r} is no action.", next_step="Write NAME=WISH.")
        made.append(ProfileAction(label, wish))
    with _bench() as bench:
        kept = bench.workspace.profiles.keep(Profile(profile_id, name, prompt, tuple(made)))
    show(kept, f"Kept: {kept.profile_id}", as_json=as_json)


@profiles.command()
@click.argument("profile_id", metavar="PROFILE|none")
@json_option
def choose(profile_id: str, as_json: bool) -> None:
    """The one that advice follows from now on; `none` takes the choice back."""
    with _bench() as bench:
        chosen = bench.workspace.choose_profile(profile_id)
    show({"chosen": chosen or None}, f"Chosen: {chosen or 'none'}", as_json=as_json)


@profiles.command()
@click.argument("profile_id", metavar="PROFILE")
@json_option
def remove(profile_id: str, as_json: bool) -> None:
    """One of your own."""
    with _bench() as bench:
        bench.workspace.remove_profile(profile_id)
    show(None, "Removed.", as_json=as_json, message="removed")


def _page(profile: "Profile") -> str:
    actions = [f"\n{action.name}: {action.prompt}" for action in profile.actions]
    return "\n".join([profile.name, "", profile.prompt, *actions])


@contextmanager
def _bench() -> "Generator[Workbench]":
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        yield bench
