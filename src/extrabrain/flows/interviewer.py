"""What an interviewer asks next, in a language model's words: about what the coach saw missing alone."""

import asyncio
import re
from dataclasses import dataclass

from extrabrain.advice.provider import Provider
from extrabrain.core.advice import Brief
from extrabrain.core.errors import Problem
from extrabrain.core.question import Question
from extrabrain.flows.advise import advise

LIMIT_S = 20.0
"""A person who sits in an interview does not wait longer; then the coach's own question is asked."""


@dataclass(frozen=True, slots=True)
class Interviewer:
    """For a thread without an event loop."""

    engine: Provider
    limit_s: float = LIMIT_S

    def word(self, question: Question, answer: str, ask: str) -> str | None:
        """The question `ask` as it follows from this answer.

        None where the engine fails, is too slow, asks nothing, or asks about a fact that nobody named.
        """
        brief = Brief("interviewer", question.text, answer, wish=f"Probe this: {ask}")
        try:
            made = asyncio.run(asyncio.wait_for(advise(brief, self.engine), self.limit_s))
        except (Problem, TimeoutError):
            return None
        said = made.points[0].text if made.points else ""
        asked = re.findall(r"[^.!?]*\?", said)
        return said if asked and "[" not in said else None
