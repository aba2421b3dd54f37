"""Any server that speaks the chat completions API: Ollama, LM Studio, llama.cpp, vLLM, OpenRouter, Groq,
Azure.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from extrabrain.advice.refusals import broke_off, declined, garbled, gone, refusal
from extrabrain.advice.tally import Tally
from extrabrain.advice.wire_chat import chunk_of, request_of
from extrabrain.core.advice import Prompt, Usage
from extrabrain.core.egress import Purpose
from extrabrain.core.errors import Problem
from extrabrain.guard.door import Door
from extrabrain.guard.failures import Unreachable

LONGEST_LINE = 1 << 20


class ChatServer:
    """`base_url` ends before `/chat/completions`; `local` servers are also told to leave out their
    thinking.
    """

    def __init__(
        self, door: Door, base_url: str, model: str, *, title: str, local: bool, context_tokens: int
    ) -> None:
        self.name = f"{model}, {title}"
        self.context_tokens = context_tokens
        self._door = door
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._model = model
        self._title = title
        self._purpose: Purpose = "local-model" if local else "provider"
        self._local = local

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        request = request_of(prompt, self._model)
        if not self._local:
            del request["chat_template_kwargs"]
        try:
            async with aclosing(self._answer(request, prompt)) as pieces:
                async for piece in pieces:
                    yield piece
            return
        except _NoSchemas:
            del request["response_format"]  # the shape is described in the prompt too
        except Unreachable as error:
            if not self._local:
                raise
            raise gone(self._title, error.what) from error
        async with aclosing(self._answer(request, prompt)) as pieces:
            async for piece in pieces:
                yield piece

    async def _answer(self, request: dict[str, Any], prompt: Prompt) -> AsyncGenerator[str | Usage]:
        tally = Tally()
        thought = done = False
        async with (
            self._door.client(self._purpose, prompt.carries) as client,
            client.stream(
                "POST", self._url, json=request, headers={"accept": "text/event-stream"}
            ) as response,
        ):
            if response.status_code != 200:
                raise await self._refused(response, "response_format" in request)
            async with aclosing(_events(response, self._title)) as events:
                async for event in events:
                    if event == "[DONE]":
                        done = True
                        break
                    try:
                        chunk = chunk_of(event)
                    except ValueError:
                        raise garbled(self._title) from None
                    if chunk.error:
                        raise refusal(self._title, 400, chunk.error, {})
                    tally.hear(chunk)
                    thought = thought or chunk.thought
                    done = done or chunk.finish is not None
                    if chunk.text:
                        yield chunk.text
        if not done:
            raise broke_off(self._title)
        used = tally.usage()
        if used.finish == "refused":
            raise declined(self._title)
        if thought and not used.first_token_ms:
            yield "<think>"
        yield used

    async def _refused(self, response: Any, with_schema: bool) -> Problem:
        told = (await response.aread())[:4_000].decode("utf-8", "replace")
        if with_schema and response.status_code in (400, 422) and _names_schemas(told):
            raise _NoSchemas
        return refusal(self._title, response.status_code, told, dict(response.headers.items()))


class _NoSchemas(Exception):
    """This server cannot hold an output to a schema."""


def _names_schemas(told: str) -> bool:
    return any(word in told for word in ("response_format", "json_schema", "structured output"))


async def _events(response: Any, title: str) -> AsyncGenerator[str]:
    """The data of each server-sent event, as it comes."""
    held = ""
    try:
        async for text in response.aiter_text():
            held += text
            *lines, held = held.split("\n")
            if len(held) > LONGEST_LINE:
                raise garbled(title)
            for line in lines:
                if line.startswith("data:"):
                    yield line[5:].strip()
                elif line.startswith("{"):  # an error in place of an event
                    yield line.strip()
    except Problem:
        raise
    except Exception as error:
        raise broke_off(title) from error
    if held.startswith("data:"):
        yield held[5:].strip()
    elif held.strip().startswith(("{", "<")):
        yield held.strip()
