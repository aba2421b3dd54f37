"""Feedback as text for a terminal: calm, ordered by what helps most."""

import click

from extrabrain.core.feedback import Feedback
from extrabrain.core.quote import Quote

MARK = {"present": "✓", "weak": "~", "missing": "✗", "covered": "✓", "partly": "~"}
WIDTH = 96


def feedback_page(feedback: Feedback) -> str:
    """Headline, next steps, findings, structure, coverage, rubric, follow-ups."""
    blocks = [
        _headline(feedback),
        _next_steps(feedback),
        _findings(feedback),
        _filled_pauses(feedback),
        _structure(feedback),
        _coverage(feedback),
        _rubric(feedback),
        _list("An interviewer may ask next", feedback.follow_ups),
    ]
    return "\n\n".join(block for block in blocks if block)


def _headline(feedback: Feedback) -> str:
    delivery = feedback.delivery
    low, high = delivery.length.target_words
    parts = [f"{feedback.words} words (target {low}–{high}: {delivery.length.verdict})"]
    if delivery.duration_ms is not None:
        parts.append(f"{delivery.duration_ms / 1000:.0f} s")
    if delivery.words_per_minute is not None:
        parts.append(f"{delivery.words_per_minute:.0f} words a minute")
    parts.append(f"{len(delivery.fillers) + len(delivery.filled_pauses)} fillers")
    return f"{click.style(feedback.question, bold=True)}\n{' · '.join(parts)}"


def _next_steps(feedback: Feedback) -> str:
    lines: list[str] = []
    for number, step in enumerate(feedback.next_steps, 1):
        lines += [
            _wrap(f"{number}. {step.why}", "   "),
            _wrap(f"   You said: “{_short(step.before)}”", "   "),
            _wrap(f"   Try:      “{step.after}”", "   "),
        ]
    return _titled("Do next", lines)


def _findings(feedback: Feedback) -> str:
    lines: list[str] = []
    for finding in feedback.findings:
        lines.append(_wrap(f"{finding.kind} — “{_short(finding.quote)}”{_at(finding.quote)}", "  "))
        lines.append(_wrap(f"    {finding.why}", "    "))
    return _titled("Findings", lines or ["None."])


def _filled_pauses(feedback: Feedback) -> str:
    """Where `uh` and `um` were heard that the transcript leaves out."""
    heard = [clock(pause.start_ms) for pause in feedback.delivery.filled_pauses]
    return _titled("Uh and um heard in the sound", [_wrap(", ".join(heard), "  ")] if heard else [])


def _structure(feedback: Feedback) -> str:
    lines = [
        f"{MARK[part.status]} {part.part:<10} {f'“{_short(part.quote)}”' if part.quote else ''}".rstrip()
        for part in feedback.structure.parts
    ]
    return _titled(f"Structure ({feedback.structure.pattern})", lines)


def _coverage(feedback: Feedback) -> str:
    if feedback.coverage.overall is None:
        return ""
    lines = [_wrap(f"{MARK[point.status]} {point.point}", "  ") for point in feedback.coverage.points]
    return _titled(f"Key points covered: {feedback.coverage.overall:.0%}", lines)


def _rubric(feedback: Feedback) -> str:
    lines = [f"{axis.axis:<14} {axis.score:.1f} of 4" for axis in feedback.rubric]
    return _titled("Rubric", lines)


def _list(title: str, items: tuple[str, ...]) -> str:
    return _titled(title, [_wrap(f"- {item}", "  ") for item in items])


def _titled(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    return "\n".join([click.style(title, bold=True), *(f"  {line}" for line in lines)])


def _wrap(text: str, hang: str) -> str:
    return click.wrap_text(text, WIDTH, "", f"  {hang}")


def _short(quote: Quote) -> str:
    return quote.text if len(quote.text) <= 140 else f"{quote.text[:137].rstrip()}…"


def _at(quote: Quote) -> str:
    if quote.start_ms is None:
        return ""
    return f" at {clock(quote.start_ms)}"


def clock(at_ms: int) -> str:
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"
