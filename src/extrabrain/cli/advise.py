"""`extrabrain advise`: outline, story, explanation, follow-ups and the rest, from your own material."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extrabrain.cli.bench import workbench
from extrabrain.cli.envelope import json_option, note, show
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.advice.provider import Provider
    from extrabrain.app.build import Workbench
    from extrabrain.core.advice import Advice, Brief, Material

TASK_NAMES = (
    "outline",
    "story",
    "explain",
    "follow-ups",
    "tighten",
    "feedback",
    "ask",
    "interviewer",
    "questions",
    "summary",
    "decisions",
    "actions",
    "unresolved",
    "communication",
    "self-review",
)


@click.command()
@click.argument("task", type=click.Choice(TASK_NAMES), metavar="TASK")
@click.option("--question", default="", help="The question that it is about.")
@click.option("--question-id", help="Its id in the bank instead.")
@click.option("--text", type=click.Path(allow_dash=True, path_type=Path), help="What was said: a file, or -.")
@click.option("--session", help="What was said in this session instead.")
@click.option(
    "--material",
    "materials",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A text file of yours to draw on; may be given several times.",
)
@click.option("--wish", default="", help="What to heed besides, in your words.")
@click.option(
    "--profile", help="How to give it (extrabrain profiles list), or none; default: the chosen one."
)
@click.option("--engine", help="PROVIDER/MODEL, or none; default: the one that you chose.")
@click.option("--show-prompt", is_flag=True, help="Print exactly what the model would be given, and stop.")
@json_option
def advise(
    task: str,
    question: str,
    question_id: str | None,
    text: Path | None,
    session: str | None,
    materials: tuple[Path, ...],
    wish: str,
    profile: str | None,
    engine: str | None,
    show_prompt: bool,
    as_json: bool,
) -> None:
    """Advice from your own words, held to them: what they do not say becomes a blank.

    TASK is one of: outline, story, explain, follow-ups, tighten, feedback, ask, interviewer, questions,
    summary, decisions, actions, unresolved, communication, self-review.
    """
    if question and question_id:
        raise UsageProblem("Say which question.", next_step="Give --question or --question-id, not both.")
    if text is not None and session is not None:
        raise UsageProblem("Say what was said.", next_step="Give --text or --session, not both.")
    with workbench() as bench:
        asked = bench.bank.get(question_id).text if question_id else question
        answer = _said(bench, text, session)
        brief = _brief(task, asked, answer, _materials(materials), wish)
        brief = replace(brief, profile=bench.workspace.profile(profile))
        provider = bench.minds.engine(engine)
        if show_prompt:
            _show_prompt(brief, provider, as_json=as_json)
            return
        advice = asyncio.run(_run(brief, provider, quiet=as_json))
    from extrabrain.flows.advice_page import advice_page

    show(advice, advice_page(advice, brief), as_json=as_json, message=advice.engine)


async def _run(brief: "Brief", provider: "Provider | None", *, quiet: bool) -> "Advice":
    """Progress goes to stderr, points as they are written."""
    from extrabrain.core.advice import Advice
    from extrabrain.flows.advise import Pace, advising

    if provider is None and not quiet:
        note("No language model is chosen (extrabrain providers list); this is what goes without one.")
    if provider is not None and not quiet:
        note(f"Asking {provider.name} …")
    terminal = sys.stderr.isatty() and not quiet
    async with aclosing(advising(brief, provider)) as stream:
        async for step in stream:
            if isinstance(step, Pace) and terminal:
                sys.stderr.write(f"\r\033[K{step.chars} characters, {step.chars_per_s:.0f} a second")
            if isinstance(step, Advice):
                if terminal:
                    sys.stderr.write("\r\033[K")
                return step
    raise AssertionError("advising ends with an Advice")


def _show_prompt(brief: "Brief", provider: "Provider | None", *, as_json: bool) -> None:
    from extrabrain.flows.advise import prepared

    size = provider.context_tokens if provider else 8_192
    _, prompt, notices = prepared(brief, size)
    for told in notices:
        note(told)
    show(
        {"engine": provider.name if provider else None, "prompt": prompt, "notices": notices},
        f"{prompt.system}\n\n{prompt.user}",
        as_json=as_json,
    )


def _brief(task: str, question: str, answer: str, materials: "tuple[Material, ...]", wish: str) -> "Brief":
    from extrabrain.advice.tasks.table import task as named
    from extrabrain.core.advice import Brief

    return Brief(named(task).name, question, answer, materials, wish[:1_000])


def _said(bench: "Workbench", text: Path | None, session: str | None) -> str:
    from extrabrain.flows.assess import read_text

    if session is not None:
        from extrabrain.flows.history import look_back
        from extrabrain.flows.permit import need

        record = look_back(bench.store, session)
        need(record.session, "assistance")
        return record.text
    if text is None:
        return ""
    return sys.stdin.read() if str(text) == "-" else read_text(text)


def _materials(paths: Sequence[Path]) -> "tuple[Material, ...]":
    from extrabrain.core.advice import Material
    from extrabrain.flows.assess import read_text

    return tuple(Material(str(path), path.name, read_text(path), "documents") for path in paths)
