"""Which models a provider offers."""

from typing import Any, cast

from extrabrain.advice.detect import Served, served
from extrabrain.advice.refusals import garbled, refusal
from extrabrain.core.egress import Purpose
from extrabrain.guard.door import Door

ROOM = 128_000
_PATHS = {"anthropic": "/v1/models?limit=200", "google": "/v1beta/models?pageSize=200"}


async def model_list(door: Door, api: str, base_url: str, title: str, *, local: bool) -> tuple[Served, ...]:
    """`api` is anthropic, google, or anything that lists as OpenAI does.

    Problems say what is wrong with the key.
    """
    purpose: Purpose = "local-model" if local else "provider"
    url = base_url.rstrip("/") + _PATHS.get(api, "/models")
    headers = {"anthropic-version": "2023-06-01"} if api == "anthropic" else {}
    async with door.client(purpose, ("prompt",), read_s=20) as client:
        response = await client.get(url, headers=headers)
    if response.status_code != 200:
        raise refusal(title, response.status_code, response.text[:2_000], dict(response.headers.items()))
    try:
        plain: Any = response.json()
        return _google(plain) if api == "google" else served(plain)
    except ValueError:
        raise garbled(title) from None


def _google(plain: Any) -> tuple[Served, ...]:
    models: Any = cast("dict[str, Any]", plain).get("models") if isinstance(plain, dict) else None
    if not isinstance(models, list):
        raise ValueError("no list of models")
    found: list[Served] = []
    for each in cast("list[Any]", models):
        model = cast("dict[str, Any]", each) if isinstance(each, dict) else {}
        name, does = model.get("name"), model.get("supportedGenerationMethods")
        if isinstance(name, str) and isinstance(does, list) and "generateContent" in does:
            found.append(Served(name.removeprefix("models/"), int(model.get("inputTokenLimit") or ROOM)))
    return tuple(sorted(found, key=lambda one: one.id))
