"""The chat completions API that most servers of language models speak: what is asked, what comes back.

No I/O.
"""

import json
from dataclasses import dataclass
from typing import Any, cast

from extrabrain.core.advice import Finish, Prompt

TEMPERATURE = 0.2


def request_of(prompt: Prompt, model: str = "") -> dict[str, Any]:
    """A streamed request. Hidden reasoning is off, so that it cannot eat the tokens."""
    request: dict[str, Any] = {
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "max_tokens": prompt.max_tokens,
        "temperature": TEMPERATURE,
        "stream": True,
        "stream_options": {"include_usage": True},
        "chat_template_kwargs": {"enable_thinking": False},
    }
    if model:
        request["model"] = model
    if prompt.schema is not None:
        shape = {"name": "advice", "schema": prompt.schema, "strict": True}
        request["response_format"] = {"type": "json_schema", "json_schema": shape}
    return request


@dataclass(frozen=True, slots=True)
class Chunk:
    """One event of the stream. Counts are 0 and `error` is empty where it tells of none; `thought` is hidden
    reasoning that the server already set apart."""

    text: str = ""
    thought: bool = False
    finish: Finish | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_per_s: float = 0.0
    error: str = ""


def chunk_of(text: str) -> Chunk:
    """`ValueError` where it is no event of this API."""
    plain: Any = json.loads(text)
    event = _object(plain)
    if "error" in event:
        error = event["error"]
        return Chunk(error=str(_object(error).get("message") or error))
    choices: Any = event.get("choices") or [{}]
    choice = _object(choices[0])
    delta = _object(choice.get("delta") or {})
    usage, timings = _object(event.get("usage") or {}), _object(event.get("timings") or {})
    said, refused = delta.get("content"), delta.get("refusal")
    return Chunk(
        text=said if isinstance(said, str) else "",
        thought=bool(delta.get("reasoning_content") or delta.get("reasoning")),
        finish=_FINISH.get(str(choice.get("finish_reason"))) or ("refused" if refused else None),
        tokens_in=_count(usage.get("prompt_tokens"))
        or _count(timings.get("prompt_n")) + _count(timings.get("cache_n")),
        tokens_out=_count(usage.get("completion_tokens")) or _count(timings.get("predicted_n")),
        tokens_per_s=round(float(timings.get("predicted_per_second") or 0.0), 1),
    )


_FINISH: dict[str, Finish] = {"stop": "stop", "length": "length", "content_filter": "refused"}


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return cast("dict[str, Any]", value)


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0
