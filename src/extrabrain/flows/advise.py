"""A brief to advice: the model writes, the ground holds it, and a stand-in speaks where there is no model."""

import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace

from extrabrain.advice.provider import Provider
from extrabrain.advice.tasks.table import task as task_named
from extrabrain.core.advice import Advice, Brief, Material, Usage

CHARS_A_TOKEN = 3.2
"""English in common tokenisers gives 4; code and names less. Low, so that what is kept fits."""


async def advise(
    brief: Brief, provider: Provider | None, *, heard: Callable[[str], None] = lambda _: None
) -> Advice:
    """Runs the brief's task. `heard` gets the raw text as it comes, for progress only: show what is returned.

    Without a provider the task's stand-in answers, and the advice says so. Cancel the awaiting task to stop the
    model. Problems of the provider pass as they are: no other engine is asked in its place.
    """
    task = task_named(brief.task)
    task.check(brief)
    if provider is None:
        return Advice(brief.task, task.fallback(brief), "without a language model", fallback=True)
    fitted, notices = fit(brief, provider.context_tokens, task.max_tokens)
    pieces: list[str] = []
    usage: Usage | None = None
    began = time.monotonic()
    async with aclosing(provider.stream(task.prompt(fitted))) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                usage = piece
                continue
            pieces.append(piece)
            heard(piece)
    if usage is not None and not usage.first_token_ms:
        usage = replace(usage, first_token_ms=int((time.monotonic() - began) * 1000))
    advice = task.read("".join(pieces), fitted, provider.name, usage)
    return replace(advice, notices=(*notices, *advice.notices))


def fit(brief: Brief, context_tokens: int, max_tokens: int) -> tuple[Brief, tuple[str, ...]]:
    """The brief cut to what the model can be given: whole materials from the end first, then the last one short.

    Says what was left out. Question and answer are never cut.
    """
    room = (context_tokens - max_tokens - 400) * CHARS_A_TOKEN - len(brief.question) - len(brief.answer)
    kept: list[Material] = []
    left_out: list[str] = []
    for material in brief.materials:
        if len(material.text) <= room:
            kept.append(material)
            room -= len(material.text)
        elif room > 400 and not left_out:
            kept.append(replace(material, text=material.text[: int(room)]))
            left_out.append(f"the end of {material.title}")
            room = 0
        else:
            left_out.append(material.title)
    if not left_out:
        return brief, ()
    told = f"Too long for the model; left out: {', '.join(left_out[:5])}."
    return replace(brief, materials=tuple(kept)), (told,)
