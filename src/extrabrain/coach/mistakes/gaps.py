"""Marks the parts of the pattern that are missing, weighed from fitted signs of the whole answer."""

from dataclasses import replace

from extrabrain.coach.case import Case
from extrabrain.coach.mistakes.weigh import scales
from extrabrain.coach.structure import Heading


def marked(case: Case) -> tuple[Heading, ...]:
    table = scales(case)
    found: list[Heading] = []
    for heading in case.headings:
        scale = table.get(f"{case.pattern}.{heading.part}")
        gone = heading.unit < 0 or (scale is not None and scale.sureness(case) >= 0)
        found.append(replace(heading, missing=gone))
    return tuple(found)
