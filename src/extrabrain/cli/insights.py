"""`extrabrain insights`: what one answer says, beside the ones before it, or what a conversation came to."""

import asyncio
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.cli.first_send import Sending, asking_first, sending_options
from extrabrain.core.errors import NotFound

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.first_send import Agreed
    from extrabrain.coach.compare import Comparison
    from extrabrain.core.advice import Advice
    from extrabrain.flows.insights import Insights
    from extrabrain.flows.meeting_review import MeetingReview
    from extrabrain.record.db import Store

LOOKS_BACK = ("summary", "decisions", "actions", "unresolved", "communication", "self-review")


@click.command()
@click.argument("session_id", metavar="ID")
@click.option(
    "--with",
    "tasks",
    multiple=True,
    type=click.Choice((*LOOKS_BACK, "all")),
    help="What to look back for besides; may be given several times.",
)
@click.option("--engine", help="PROVIDER/MODEL for --with, or none; default: the one that you chose.")
@sending_options
@json_option
def insights(
    session_id: str, tasks: tuple[str, ...], engine: str | None, sending: Sending, as_json: bool
) -> None:
    """How an answer went and what changed since the attempt before; of a live session, what it came to:
    summary, decisions, action items, open questions. An ID may be shortened.

    --with adds a summary, decisions, action items with owners, unresolved questions, a communication review
    or a self-review, each point with the words that it rests on; from a language model where one is chosen.
    """
    from extrabrain.cli.bench import workbench
    from extrabrain.core.codec import to_plain
    from extrabrain.record.sessions import resolve

    wanted = LOOKS_BACK if "all" in tasks else tuple(dict.fromkeys(tasks))
    with workbench() as bench:
        whole = resolve(bench.store, session_id)
        made, page = _looked(bench.store, whole, needed=not wanted)
        back = [_looked_back(bench, whole, task, engine, sending, quiet=as_json) for task in wanted]
    data: dict[str, Any] = to_plain(made) if made else {"session_id": whole}
    if wanted:
        data["advice"] = [advice for _, _, advice in back]
    pages = [*page, *(f"{click.style(title, bold=True)}\n\n{said}" for title, said, _ in back)]
    show(data, "\n\n".join(pages), as_json=as_json)


def _looked(
    store: "Store", session_id: str, *, needed: bool
) -> "tuple[Insights | MeetingReview | None, list[str]]":
    """None for a session that was not answered, where there is something else to show of it."""
    from extrabrain.flows.insights import insights as look
    from extrabrain.flows.live import is_conversation
    from extrabrain.flows.meeting_review import meeting_review

    if is_conversation(store, session_id):
        review = meeting_review(store, session_id)
        return review, [_review_page(review)]
    try:
        made = look(store, session_id)
    except NotFound:
        if needed:
            raise
        return None, []
    return made, [_page(made)]


def _looked_back(
    bench: "Workbench", session_id: str, task: str, engine: str | None, sending: Sending, *, quiet: bool
) -> "tuple[str, str, Advice]":
    """Title, page and the advice itself."""
    from extrabrain.advice.tasks.table import task as task_named
    from extrabrain.app.briefing import Wish, briefed
    from extrabrain.flows.advice_page import advice_page
    from extrabrain.flows.advise import advise

    title = task_named(task).title
    brief, _ = briefed(bench, Wish(task, session_id=session_id), engine)

    def run(agreed: "Agreed | None") -> "Advice":
        provider = bench.minds.engine(engine, agreed)
        if provider is not None and not quiet:
            note(f"{title}: asking {provider.name} …")
        return asyncio.run(advise(brief, provider))

    advice = asking_first(run, sending, as_json=quiet)
    return title, advice_page(advice, brief), advice


def _review_page(review: "MeetingReview") -> str:
    lines = [click.style(review.title, bold=True)]
    for name, points in (
        ("Summary", review.summary),
        ("Decisions", review.decisions),
        ("Action items", review.actions),
        ("Open questions", review.unresolved),
    ):
        lines += ["", f"{name}:"]
        lines += [f"  - {f'{p.heading}: ' if p.heading else ''}{p.text}" for p in points] or ["  none heard"]
    return "\n".join(lines)


def _page(made: "Insights") -> str:
    from extrabrain.flows.session_page import minutes

    facts = [f"attempt {made.attempt}", f"{made.words} words ({made.length})"]
    if made.overall is not None:
        facts.insert(0, f"{made.overall:.1f} of 4")
    if made.duration_ms is not None:
        facts.append(minutes(made.duration_ms))
    if made.words_per_minute is not None:
        facts.append(f"{made.words_per_minute:.0f} words a minute")
    lines = [click.style(made.question, bold=True), " · ".join(facts), ""]
    lines += [f"  {axis.axis:<14} {axis.score:.1f} of 4" for axis in made.rubric]
    if made.parts_missing:
        lines += ["", f"Missing: {', '.join(made.parts_missing)}"]
    if made.findings:
        lines += ["", "Findings, and in how many of your answers:"]
        lines += [f"  {f.kind:<20} {f.here:>3}   {f.answers} of {made.answers}" for f in made.findings]
    if made.next_steps:
        lines += ["", "Next: " + made.next_steps[0].why]
    return "\n".join([*lines, *_changed(made.change)])


def _changed(change: "Comparison | None") -> list[str]:
    if change is None:
        return ["", "This was your first attempt at this question."]
    lines = ["", "Since the attempt before:"]
    moved = [axis for axis in change.axes if axis.before != axis.after]
    lines += [f"  {axis.axis:<14} {axis.before:.1f} → {axis.after:.1f}" for axis in moved]
    for name, kinds in (("fixed", change.fixed), ("new", change.new)):
        if kinds:
            lines.append(f"  {name}: {', '.join(dict.fromkeys(finding.kind for finding in kinds))}")
    for name, parts in (("parts gained", change.parts_gained), ("parts lost", change.parts_lost)):
        if parts:
            lines.append(f"  {name}: {', '.join(parts)}")
    lines.append(f"  words: {change.words_change:+d}")
    return lines
