"""Questions that were made from the user's documents, in a language model's wording."""

import asyncio

from extrabrain.advice.provider import Provider
from extrabrain.core.advice import Brief, Material
from extrabrain.core.question import Question
from extrabrain.flows.advise import advise


class Reworder:
    """For a thread without an event loop. Problems of the engine pass as they are."""

    def __init__(self, engine: Provider) -> None:
        self._engine = engine

    def __call__(self, question: Question, quote: str) -> str:
        """The same question as an interviewer would say it; as it was, where the model asks nothing, or asks
        about a fact that stands nowhere.
        """
        place = Material("place", "what prompted it", quote, "documents")
        wish = f"Write one question only, which asks the same as this, in natural words: {question.text}"
        made = asyncio.run(advise(Brief("questions", materials=(place,), wish=wish), self._engine))
        said = made.points[0].text if made.points else ""
        return said if said.endswith("?") and "[" not in said else question.text
