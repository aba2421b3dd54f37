"""A session as a page to read: Markdown, or plain text of what was said."""

import re
import textwrap
from collections.abc import Sequence

from extrabrain.core.feedback import Delivery, Feedback
from extrabrain.core.question import Question
from extrabrain.core.quote import Quote
from extrabrain.core.session import Session
from extrabrain.core.speech import Segment

TEXT_COLUMNS = 96
_MARKUP = re.compile(r"([\\`*_<>|])")


def markdown(
    session: Session,
    question: Question | None,
    segments: Sequence[Segment],
    text: str,
    feedback: Feedback | None,
    duration_ms: int | None,
) -> str:
    """The whole session; what was said is escaped, so that it can never become markup, a link or an image."""
    asked = question.text if question else session.title
    blocks = [
        f"# {one_line(asked)}",
        _head(session, duration_ms, feedback),
        _section("Transcript" if segments else "Answer", _said(segments, text)),
    ]
    if feedback is not None:
        blocks += [
            _section("Next steps", _next_steps(feedback)),
            _section("Findings", _findings(feedback)),
            _section(f"Structure ({feedback.structure.pattern})", _structure(feedback)),
            _section("Key points", _coverage(feedback)),
            _section("Rubric", _rubric(feedback)),
            _section("Delivery", _delivery(feedback.delivery, feedback.words)),
            _section("Follow-up questions", [f"- {one_line(ask)}" for ask in feedback.follow_ups]),
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def notes_section(notes: str) -> str:
    """The user's notes as the last part of the page; nothing where there are none."""
    lines = [one_line(line) for line in notes.strip().splitlines()]
    return f"\n{_section('Notes', lines)}\n" if lines else ""


def plain_text(segments: Sequence[Segment], text: str) -> str:
    """What was said, a paragraph per turn, wrapped; a typed answer as it was typed."""
    if not segments:
        return text.rstrip("\n") + "\n"
    said = [f"{s.speaker}: {s.text}" if s.speaker else s.text for s in segments if s.text]
    return "\n\n".join(textwrap.fill(paragraph, TEXT_COLUMNS) for paragraph in said) + "\n"


def minutes(at_ms: int) -> str:
    """`1:05` for 65,000 ms; with hours where there are any."""
    seconds = at_ms // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _head(session: Session, duration_ms: int | None, feedback: Feedback | None) -> str:
    facts = [session.setting.capitalize(), session.started_at.replace("T", " ").replace("Z", " UTC")]
    if duration_ms is not None:
        facts.append(minutes(duration_ms))
    if feedback is not None:
        facts += [f"{feedback.words} words", f"coach: {one_line(feedback.engine)}"]
    facts.append(f"session {session.session_id}")
    return "*" + " · ".join(facts) + "*"


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", *lines]) if lines else ""


def _said(segments: Sequence[Segment], text: str) -> list[str]:
    lines: list[str] = []
    for segment in segments:
        if segment.text:
            speaker = f"{one_line(segment.speaker)}: " if segment.speaker else ""
            lines += [f"**{minutes(segment.start_ms)}** {speaker}{one_line(segment.text)}", ""]
    if not lines:
        for paragraph in text.splitlines():
            lines.append(f"> {one_line(paragraph)}".rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _next_steps(feedback: Feedback) -> list[str]:
    return [
        line
        for number, step in enumerate(feedback.next_steps, 1)
        for line in (
            f"{number}. {one_line(step.why)}",
            f"   - You said: {_quoted(step.before)}",
            f"   - Try: “{one_line(step.after)}”",
        )
    ]


def _findings(feedback: Feedback) -> list[str]:
    if not feedback.findings:
        return ["None."]
    return [
        line
        for finding in feedback.findings
        for line in (
            f"- **{finding.kind}** ({'!' * finding.severity}) {_quoted(finding.quote)}",
            f"  - {one_line(finding.why)}",
            f"  - Try: {one_line(finding.try_instead)}",
        )
    ]


def _structure(feedback: Feedback) -> list[str]:
    return [
        f"- {part.part}: **{part.status}**{f' {_quoted(part.quote)}' if part.quote else ''}"
        for part in feedback.structure.parts
    ]


def _coverage(feedback: Feedback) -> list[str]:
    return [
        f"- [{'x' if point.status == 'covered' else ' '}] {one_line(point.point)}"
        f"{'' if point.status == 'covered' else f' ({point.status})'}"
        for point in feedback.coverage.points
    ]


def _rubric(feedback: Feedback) -> list[str]:
    lines = ["| axis | 0–4 | because |", "| --- | --- | --- |"]
    for axis in feedback.rubric:
        because = " · ".join(_quoted(said) for said in axis.because)
        lines.append(f"| {axis.axis} | {axis.score:.1f} | {because} |")
    return lines if feedback.rubric else []


def _delivery(delivery: Delivery, words: int) -> list[str]:
    low, high = delivery.length.target_words
    lines = [f"- Length: {words} words, target {low}–{high} ({delivery.length.verdict})"]
    if delivery.duration_ms is not None:
        lines.append(f"- Time: {minutes(delivery.duration_ms)}")
    if delivery.words_per_minute is not None:
        lines.append(f"- Pace: {delivery.words_per_minute:.0f} words a minute")
    for name, quotes in (("Fillers", delivery.fillers), ("Hedges", delivery.hedges)):
        if quotes:
            lines.append(f"- {name}: {len(quotes)} ({', '.join(_quoted(said) for said in quotes[:12])})")
    if delivery.filled_pauses:
        heard = ", ".join(minutes(pause.start_ms) for pause in delivery.filled_pauses)
        lines.append(f"- Uh and um heard in the sound: {len(delivery.filled_pauses)} ({heard})")
    if delivery.pauses:
        lines.append(f"- Long pauses: {', '.join(minutes(pause.start_ms) for pause in delivery.pauses)}")
    return lines


def _quoted(said: Quote) -> str:
    at = f" ({minutes(said.start_ms)})" if said.start_ms is not None else ""
    return f"“{one_line(said.text)}”{at}"


def one_line(text: str) -> str:
    """On one line, Markdown's own signs escaped. A bracket stays (a blank to fill) but never makes a link."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return escaped.replace("](", "]\\(").replace("]:", "]\\:").replace("![", "!\\[")
