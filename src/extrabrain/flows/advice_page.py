"""Advice as a page to read in a terminal."""

import textwrap

from extrabrain.core.advice import Advice, Brief, Point, Usage

COLUMNS = 96


def advice_page(advice: Advice, brief: Brief) -> str:
    """Each point with the words that it rests on, then who wrote it and how much did not hold."""
    titles = {material.ref: material.title for material in brief.materials} | {"answer": "what was said"}
    blocks = [_point(point, titles) for point in advice.points]
    if not blocks:
        blocks = ["Nothing to say."]
    return "\n\n".join([*blocks, "\n".join(_foot(advice))])


def _point(point: Point, titles: dict[str, str]) -> str:
    lines = [point.heading.upper()] if point.heading else []
    lines.append(textwrap.fill(point.text, COLUMNS))
    if point.instead:
        lines.append(textwrap.fill(f"Instead: {point.instead}", COLUMNS))
    for cite in point.cites:
        if cite.text != point.text:
            said = " ".join(cite.text.split())
            lines.append(
                textwrap.fill(f"[{titles.get(cite.ref, cite.ref)}] “{said}”", COLUMNS, initial_indent="  ")
            )
    return "\n".join(lines)


def _foot(advice: Advice) -> list[str]:
    lines = list(advice.notices)
    lines.append(f"Written by {advice.engine}." if not advice.fallback else "Made without a language model.")
    if not advice.fallback and advice.grounding.dropped:
        share = f"{advice.grounding.dropped:.0%}"
        lines.append(f"{share} of its facts and quotes were not in your words: blank, or left out.")
    if advice.usage is not None:
        lines.append(_usage(advice.usage))
    return lines


def _usage(usage: Usage) -> str:
    return (
        f"{usage.tokens_in} tokens read, {usage.tokens_out} written; first after"
        f" {usage.first_token_ms / 1000:.1f} s,"
        f" then {usage.tokens_per_s:.0f} a second."
    )
