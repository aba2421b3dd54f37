"""`extrabrain insights`: what one answer says, beside the ones before it, or what a conversation came to."""

from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import json_option, show

if TYPE_CHECKING:
    from extrabrain.coach.compare import Comparison
    from extrabrain.flows.insights import Insights
    from extrabrain.flows.meeting_review import MeetingReview


@click.command()
@click.argument("session_id", metavar="ID")
@json_option
def insights(session_id: str, as_json: bool) -> None:
    """How an answer went and what changed since the attempt before; of a live session, what it came to:
    summary, decisions, action items, open questions. An ID may be shortened."""
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.insights import insights as look
    from extrabrain.flows.live import is_conversation
    from extrabrain.flows.meeting_review import meeting_review
    from extrabrain.record.sessions import resolve

    with workbench() as bench:
        whole = resolve(bench.store, session_id)
        if is_conversation(bench.store, whole):
            review = meeting_review(bench.store, whole)
            show(review, _review_page(review), as_json=as_json)
            return
        made = look(bench.store, whole)
    show(made, _page(made), as_json=as_json)


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
