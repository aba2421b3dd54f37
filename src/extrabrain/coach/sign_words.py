"""A sign of a finding in words: `second:pr` is “a second clause that sounds like
worry about the picture it gives”.

The words stand in `params/signs.json`; a label or cue that is not there is named as it is.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COUNTED = ("rate", "peak", "again")
"""Signs whose value is a number of something; the others are log-odds or shares that say nothing."""

YES_OR_NO = ("is", "lower", "short")

NO_DIFFERENCE = 0.05
"""From the usual value, so near is as usual."""


@dataclass(frozen=True, slots=True)
class _Words:
    signs: dict[str, str]
    labels: dict[str, str]
    cues: dict[str, str]


@cache
def _words() -> _Words:
    plain = json.loads(Path(__file__).with_name("params").joinpath("signs.json").read_text("utf-8"))
    return _Words(**plain)


def sign_in_words(name: str, value: float, usual: float) -> str:
    """What the sign looks at, and how this answer stands beside a usual one."""
    what, _, of = name.partition(":")
    table = _words()
    pattern = table.signs.get(name) or table.signs.get(what, name)
    one, _, other = of.partition(">")
    names = {"rate": table.cues, "peak": table.cues, "odds": {}}.get(what, table.labels)
    said = pattern.format(of=names.get(one, one), other=names.get(other, other))
    if what in YES_OR_NO:
        return f"{said}: {'yes' if value > 0 else 'no'}"
    if what in COUNTED:
        return f"{said}: {value:.1f} (usually {usual:.1f})"
    if abs(value - usual) < NO_DIFFERENCE:
        return f"{said}: about as usual"
    return f"{said}: {'more' if value > usual else 'less'} than usual"
