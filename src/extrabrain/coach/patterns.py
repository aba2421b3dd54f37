"""Which pattern an answer should follow, and how long it should be."""

import json
import re
from functools import cache
from pathlib import Path

from extrabrain.core.question import Pattern

TARGET_WORDS: dict[Pattern, tuple[int, int]] = {
    "star": (170, 380),
    "scaling": (170, 400),
    "explain": (140, 340),
}
"""About 75 seconds to two and a half minutes of talk at 150 words a minute."""

LEAST_WORDS = 50
"""Below this an answer is too short to be judged on what it leaves out."""

MOST_WORDS = 450
"""Three minutes at 150 words a minute: longer than an interviewer listens without a break."""


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    stored = json.loads(Path(__file__).with_name("params").joinpath("patterns.json").read_text("utf-8"))
    return {name: re.compile(pattern, re.I) for name, pattern in stored.items()}


def guess_pattern(question: str) -> Pattern:
    """`star` for what happened to you, `scaling` for what you would do with a system, else `explain`."""
    cues = _cues()
    if cues["behavioural"].search(question) and not cues["own_work"].search(question):
        return "star"
    scenario = len(cues["scenario"].findall(question)) + 0.5 * len(cues["plan"].findall(question))
    explain = len(cues["why"].findall(question))
    return "scaling" if cues["scenario"].search(question) and scenario > explain + 0.5 else "explain"
