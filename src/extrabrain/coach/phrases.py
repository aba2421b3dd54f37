"""The words that feedback is put in: `params/wording.json`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Phrases:
    """Tables of sentences. `{detail}`, `{said}` and `{question}` are filled in; `[…]` stay for the user.

    `why` by finding, `addition` to a sentence by finding, `after_incident` and `say_more` by pattern,
    `part_why` and `part_blank` by part, `ask_about_finding` and `ask_about_part` for follow-ups.
    """

    why: dict[str, str]
    never_near: str
    no_loop: str
    addition: dict[str, str]
    after_incident: dict[str, str]
    say_more: dict[str, str]
    part_why: dict[str, str]
    part_blank: dict[str, str]
    ask_about_finding: dict[str, str]
    ask_about_part: dict[str, str]


@cache
def phrases() -> Phrases:
    plain = json.loads(Path(__file__).with_name("params").joinpath("wording.json").read_text("utf-8"))
    return Phrases(**plain)
