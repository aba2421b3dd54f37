"""What every engine for text does."""

from collections.abc import AsyncGenerator
from typing import Protocol

from extrabrain.core.advice import Prompt, Usage


class Provider(Protocol):
    """`name` is shown under what it wrote: `qwen2.5-coder-1.5b in this program`."""

    @property
    def name(self) -> str: ...

    @property
    def context_tokens(self) -> int:
        """How much it can be given and write in all."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """Pieces of text as they come, then one `Usage`. Read it under `aclosing`: closing it stops the
        model.

        Raises a `Problem` whose next step fits: wrong key, no credit, rate limit, network, context too long.
        Hidden reasoning is never given out.
        """
        ...
