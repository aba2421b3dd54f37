"""`extrabrain advise`: outline, story, explanation, follow-ups and the rest, from your own material."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extrabrain.cli.bench import workbench
from extrabrain.cli.envelope import json_option, note, show
from extrabrain.cli.first_send import asking_first
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.advice.provider import Provider
    from extrabrain.app.first_send import Agreed
    from extrabrain.app.prices import Cost
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
@click.option("--session", help="What was said in this session instead; its question is taken too.")
@click.option("--attempt", type=int, help="With --question-id: what was said in this attempt at it, from 1.")
@click.option(
    "--material",
    "materials",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A text file of yours to draw on; may be given several times.",
)
@click.option(
    "--document",
    "documents",
    multiple=True,
    type=int,
    help="A document or screenshot of your library, by its id there; may be given several times.",
)
@click.option("--no-workspace", is_flag=True, help="Do not draw on the documents that you have brought.")
@click.option("--wish", default="", help="What to heed besides, in your words.")
@click.option(
    "--profile", help="How to give it (extrabrain profiles list), or none; default: the chosen one."
)
@click.option("--engine", help="PROVIDER/MODEL, or none; default: the one that you chose.")
@click.option("--show-prompt", is_flag=True, help="Print exactly what the model would be given, and stop.")
@click.option("--yes", is_flag=True, help="Send without asking what is sent to this provider the first time.")
@click.option("--redact", is_flag=True, help="Blank what looks personal in what is sent.")
@json_option
def advise(
    task: str,
    question: str,
    question_id: str | None,
    text: Path | None,
    session: str | None,
    attempt: int | None,
    materials: tuple[Path, ...],
    documents: tuple[int, ...],
    no_workspace: bool,
    wish: str,
    profile: str | None,
    engine: str | None,
    show_prompt: bool,
    yes: bool,
    redact: bool,
    as_json: bool,
) -> None:
    """Advice from your own words, held to them: what they do not say becomes a blank.

    It draws on the passages of your documents that bear on the question (extrabrain import).

    TASK is one of: outline, story, explain, follow-ups, tighten, feedback, ask, interviewer, questions,
    summary, decisions, actions, unresolved, communication, self-review.
    """
    if question and question_id:
        raise UsageProblem("Say which question.", next_step="Give --question or --question-id, not both.")
    if sum(given is not None for given in (text, session, attempt)) > 1:
        raise UsageProblem("Say what was said.", next_step="Give one of --text, --session and --attempt.")
    if attempt is not None and not question_id:
        raise UsageProblem("Say at which question.", next_step="Give --question-id with --attempt.")
    with workbench() as bench:
        from extrabrain.app.briefing import Wish, briefed, session_of_attempt

        if question_id:
            question = bench.bank.get(question_id).text
        if question_id and attempt is not None:
            session = session_of_attempt(bench, question_id, attempt)
        asked = Wish(
            task,
            question,
            _said(text),
            session or "",
            wish,
            _materials(materials),
            not no_workspace,
            profile,
            documents,
        )
        brief, notices = briefed(bench, asked, engine)
        for told in notices:
            note(told)
        if show_prompt:
            _show_prompt(brief, bench.minds.engine(engine), as_json=as_json)
            return

        def run(agreed: "Agreed | None") -> "Advice":
            return asyncio.run(_run(brief, bench.minds.engine(engine, agreed), quiet=as_json))

        advice = asking_first(run, yes=yes, redact=redact, as_json=as_json)
        cost = bench.minds.spent(engine, advice.usage)[0] if advice.usage else None
    from extrabrain.flows.advice_page import advice_page

    page = advice_page(advice, brief)
    if cost is not None:
        page += f"\n{_cost(cost)}"
    show(advice, page, as_json=as_json, message=advice.engine)


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


def _cost(cost: "Cost") -> str:
    if cost.usd is None:
        return "What it cost is not known: the price of this model is not in prices.json."
    if not cost.usd:
        return "It cost nothing: the model is on this machine."
    return f"About ${cost.usd:.4f}, at prices of {cost.as_of}."


def _show_prompt(brief: "Brief", provider: "Provider | None", *, as_json: bool) -> None:
    from extrabrain.flows.advise import prepared

    size = provider.context_tokens if provider else 8_192
    fitted, prompt, notices = prepared(brief, size)
    for told in notices:
        note(told)
    for m in fitted.materials:
        place = f"document {m.document_id}, from character {m.start_char}" if m.document_id else "a file"
        note(f"Given: {m.title} ({m.category}; {place}; {len(m.text)} characters)")
    show(
        {"engine": provider.name if provider else None, "prompt": prompt, "notices": notices},
        f"{prompt.system}\n\n{prompt.user}",
        as_json=as_json,
    )


def _said(text: Path | None) -> str:
    from extrabrain.flows.assess import read_text

    if text is None:
        return ""
    return sys.stdin.read() if str(text) == "-" else read_text(text)


def _materials(paths: Sequence[Path]) -> "tuple[Material, ...]":
    from extrabrain.core.advice import Material
    from extrabrain.flows.assess import read_text

    return tuple(Material(str(path), path.name, read_text(path), "documents") for path in paths)
