"""OpenAI, Anthropic and Google through pydantic-ai (extra `hosted`), every byte through our own door.

The libraries are imported with the first request: they take seconds. Their retries are off, so that a limit
is told and not waited out in silence. The key they are given is none: the broker puts the real one in.
"""

import importlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from extrabrain.advice.refusals import Declined, broke_off, declined, garbled, refusal
from extrabrain.advice.tally import Tally
from extrabrain.advice.wire_chat import Chunk
from extrabrain.core.advice import Finish, Prompt, Usage
from extrabrain.core.egress import Purpose
from extrabrain.core.errors import Problem, Unsupported
from extrabrain.guard.door import Door

NO_KEY = "kept-by-the-broker"
ROOM_TO_THINK = 2_000
"""Tokens on top, for models whose thinking cannot be turned off."""

CONTEXT_TOKENS = 128_000
_FINISH: dict[str, Finish] = {"stop": "stop", "length": "length", "content_filter": "refused"}


class Hosted:
    """`api` is openai, anthropic or google; `base_url` is for tests and for addresses that speak the same."""

    context_tokens = CONTEXT_TOKENS

    def __init__(
        self, door: Door, api: str, model: str, *, title: str, base_url: str, purpose: Purpose = "provider"
    ) -> None:
        self.name = f"{model}, {title}"
        self._door = door
        self._api = api
        self._model = model
        self._title = title
        self._base_url = base_url
        self._purpose: Purpose = purpose

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        tally = Tally()
        thought = False
        async with self._door.client(self._purpose, prompt.carries) as client:
            model = _MAKERS[self._api](self._model, client, self._base_url)
            try:
                async with aclosing(_chunks(model, prompt)) as chunks:
                    async for chunk in chunks:
                        tally.hear(chunk)
                        thought = thought or chunk.thought
                        if chunk.text:
                            yield chunk.text
            except Exception as error:
                raise self._meant(error) from error
        used = tally.usage()
        if used.finish == "refused":
            raise declined(self._title)
        if thought and not used.first_token_ms:
            yield "<think>"
        yield used

    def _meant(self, error: Exception) -> Exception:
        """The door's own problem where that is the cause; else what the status of the answer means."""
        exceptions = _library("pydantic_ai.exceptions")
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, Problem):
                return cause
            cause = cause.__cause__ or cause.__context__
        if isinstance(error, exceptions.ContentFilterError):
            return Declined(str(declined(self._title).what), next_step=declined(self._title).next_step)
        if isinstance(error, exceptions.ModelHTTPError):
            status: int = getattr(error, "status_code", 500)
            headers: dict[str, str] = getattr(error, "headers", None) or {}
            return refusal(self._title, status, str(getattr(error, "body", "")), headers)
        if isinstance(error, (exceptions.UnexpectedModelBehavior, ValueError, KeyError, TypeError)):
            return garbled(self._title)
        return broke_off(self._title)


async def _chunks(model: Any, prompt: Prompt) -> AsyncGenerator[Chunk]:
    messages, models = _library("pydantic_ai.messages"), _library("pydantic_ai.models")
    asked = [
        messages.ModelRequest(
            parts=[messages.SystemPromptPart(prompt.system), messages.UserPromptPart(prompt.user)]
        )
    ]
    settings = {"max_tokens": prompt.max_tokens + ROOM_TO_THINK, "thinking": False}
    async with model.request_stream(asked, settings, _shape(models, model, prompt)) as stream:
        async for event in stream:
            if type(event).__name__ not in ("PartStartEvent", "PartDeltaEvent"):
                continue
            part = getattr(event, "part", None) or getattr(event, "delta", None)
            kind = type(part).__name__
            if kind.startswith("Thinking"):
                yield Chunk(thought=True)
            text = getattr(part, "content", None) or getattr(part, "content_delta", None)
            if kind.startswith("Text") and isinstance(text, str) and text:
                yield Chunk(text=text)
        whole = stream.get()
        used: Any = stream.usage
        yield Chunk(
            finish=_FINISH.get(str(whole.finish_reason), "stop"),
            tokens_in=used.input_tokens,
            tokens_out=used.output_tokens,
        )


def _shape(models: Any, model: Any, prompt: Prompt) -> Any:
    """Where a model cannot be held to a schema, the prompt's own words must do."""
    if prompt.schema is None or not model.profile.get("supports_json_schema_output", False):
        return models.ModelRequestParameters()
    output = _library("pydantic_ai._output").OutputObjectDefinition(
        json_schema=prompt.schema, name="advice", strict=True
    )
    return models.ModelRequestParameters(output_mode="native", output_object=output)


def _openai(model: str, client: Any, base_url: str) -> Any:
    made = _library("openai").AsyncOpenAI(
        base_url=base_url, api_key=NO_KEY, http_client=client, max_retries=0
    )
    provider = _library("pydantic_ai.providers.openai").OpenAIProvider(openai_client=made)
    return _library("pydantic_ai.models.openai").OpenAIChatModel(model, provider=provider)


def _anthropic(model: str, client: Any, base_url: str) -> Any:
    made = _library("anthropic").AsyncAnthropic(
        base_url=base_url, api_key=NO_KEY, http_client=client, max_retries=0
    )
    provider = _library("pydantic_ai.providers.anthropic").AnthropicProvider(anthropic_client=made)
    return _library("pydantic_ai.models.anthropic").AnthropicModel(model, provider=provider)


def _google(model: str, client: Any, base_url: str) -> Any:
    provider = _library("pydantic_ai.providers.google").GoogleProvider(
        api_key=NO_KEY, http_client=client, base_url=base_url
    )
    return _library("pydantic_ai.models.google").GoogleModel(model, provider=provider)


_MAKERS = {"openai": _openai, "anthropic": _anthropic, "google": _google}


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Unsupported(
            "This install cannot speak to hosted models.",
            next_step='Install the extra: pip install "extrabrain[hosted]"',
        ) from error
