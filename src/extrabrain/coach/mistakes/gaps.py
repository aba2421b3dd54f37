"""Marks the parts of the pattern that are missing, weighed from fitted signs of the whole answer."""

from dataclasses import replace

from extrabrain.coach.case import Case
from extrabrain.coach.structure import Heading


def marked(case: Case) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for heading in case.headings:
        weighed = case.weighed.get(f"{case.pattern}.{heading.part}")
        gone = heading.unit < 0 or (weighed is not None and weighed.sureness >= 0)
        found.append(replace(heading, missing=gone))
    return tuple(found)
