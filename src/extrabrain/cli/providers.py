"""`extrabrain providers`: engines for text on this machine and elsewhere."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import json_option, note, show

if TYPE_CHECKING:
    from extrabrain.app.minds import Mind, Minds


@click.group()
def providers() -> None:
    """Engines for text: list, detect, choose, test; keys and addresses of your own."""


@providers.command("list")
@json_option
def list_providers(as_json: bool) -> None:
    """The models of this program, the providers there are, and which engine is chosen."""
    with _minds() as minds:
        here, places, chosen = minds.here(), minds.places(), minds.chosen
    data = {
        "chosen": chosen or None,
        "in_program": [{"engine": f"in-program/{m}", "state": state} for m, state in here],
        "providers": places,
    }
    lines = [f"Chosen: {chosen or 'none; answers come without a language model'}", ""]
    lines += [f"in-program/{model:<24} {_STATES[state]}" for model, state in here]
    lines += [f"{place.name + '/…':<35} {place.title}, {_about(place)}" for place in places]
    show(data, "\n".join(lines), as_json=as_json, message=chosen or "none chosen")


@providers.command()
@json_option
def detect(as_json: bool) -> None:
    """Which model servers run on this machine, and what they serve; asks each for a moment only."""
    with _minds() as minds:
        found = asyncio.run(minds.detect())
    running = [server for server in found if server.runs]
    lines: list[str] = []
    for server in found:
        names = ", ".join(f"{server.name}/{model.id}" for model in server.models)
        what = names or "runs, but serves no model" if server.runs else server.problem or "does not run"
        lines.append(f"{server.title:<12} {what}")
    if running:
        lines += ["", "Choose one: extrabrain providers choose ENGINE"]
    show(found, "\n".join(lines), as_json=as_json, message=f"{len(running)} of {len(found)} run")


@providers.command()
@click.argument("name")
@json_option
def models(name: str, as_json: bool) -> None:
    """The models that a provider offers."""
    with _minds() as minds:
        found = asyncio.run(minds.models(name))
    text = "\n".join(f"{name}/{model.id}" for model in found) or f"{name} offers no model for text."
    show(found, text, as_json=as_json, message=f"{len(found)} models")


@providers.command()
@click.argument("name")
@click.option("--url", default="", help="The address of a provider of your own, such as https://…/v1.")
@click.option("--title", default="", help="What to call it.")
@click.option("--key", "with_key", is_flag=True, help="Ask for its key; it goes into the system's keychain.")
@json_option
def add(name: str, url: str, title: str, with_key: bool, as_json: bool) -> None:
    """Add a key, or a provider of your own.

    `openrouter` and `groq` need no address. For Azure give https://NAME.openai.azure.com/openai/v1.
    """
    key = click.prompt("Key", hide_input=True, err=True).strip() if with_key else ""
    with _minds() as minds:
        made = minds.add(name, url=url, title=title, key=key)
    text = f"{made.title} is at {made.base_url}, {_about(made)}."
    if made.hosted:
        text += f"\nNothing is sent until you allow it: extrabrain guard allow prompt {name}"
    show(made, text, as_json=as_json)


@providers.command()
@click.argument("name")
@json_option
def remove(name: str, as_json: bool) -> None:
    """Forget a key, and a provider of your own with it."""
    with _minds() as minds:
        minds.remove(name)
    show({"name": name}, f"{name} is forgotten.", as_json=as_json)


@providers.command()
@click.argument("engine", metavar="ENGINE|none")
@json_option
def choose(engine: str, as_json: bool) -> None:
    """Which engine writes from now on, such as `in-program/qwen2.5-coder-1.5b` or `ollama/gemma4:e4b`."""
    with _minds() as minds:
        chosen = minds.choose(engine)
    text = f"{chosen} writes from now on." if chosen else "Answers come without a language model."
    show({"chosen": chosen or None}, text, as_json=as_json)


@providers.command()
@click.argument("engine")
@json_option
def test(engine: str, as_json: bool) -> None:
    """One short request that carries nothing of yours."""
    if not as_json:
        note(f"Asking {engine} …")
    with _minds() as minds:
        said = asyncio.run(minds.test(engine))
    text = f"{engine} answers: {said or '(nothing)'}"
    show({"engine": engine, "said": said}, text, as_json=as_json)


_STATES = {"ready": "ready", "absent": "not here: extrabrain models pull", "unknown": "unknown"}


def _about(place: "Mind") -> str:
    if not place.hosted:
        return "on this machine"
    return "a key is kept" if place.key else "no key yet"


@contextmanager
def _minds() -> "Generator[Minds]":
    from extrabrain.app.build import workbench

    with workbench() as bench:
        yield bench.minds
