"""An engine that says what it is told to: for tests, demos and work on the page. Its name says so."""

from collections.abc import AsyncGenerator, Callable

from extrabrain.core.advice import Prompt, Usage


class Scripted:
    """`says` makes the whole output from the prompt; it comes in pieces of `piece` characters."""

    name = "scripted"
    context_tokens = 8_192

    def __init__(self, says: Callable[[Prompt], str], *, piece: int = 12) -> None:
        self._says = says
        self._piece = piece
        self.given: list[Prompt] = []

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        self.given.append(prompt)
        text = self._says(prompt)
        for at in range(0, len(text), self._piece):
            yield text[at : at + self._piece]
        yield Usage(len(prompt.user) // 4, len(text) // 4, 0, 0.0, "stop")
