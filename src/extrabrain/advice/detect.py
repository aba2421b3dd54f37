"""Which model servers run on this machine, and what they serve: all asked at once, each for a moment only."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from extrabrain.core.errors import Problem
from extrabrain.guard.door import Door
from extrabrain.guard.providers import Provider

LIMIT_S = 0.3
CONTEXT_TOKENS = {"ollama": 4_096}
"""What a server reads at once unless it says otherwise; Ollama cuts off the rest without a word."""

USUAL_CONTEXT = 8_192
_NO_CHAT = re.compile(r"embed|rerank|whisper|tts|bge-|nomic|minilm", re.I)


@dataclass(frozen=True, slots=True)
class Served:
    """A model that a server has; `context_tokens` is how much it reads and writes in all."""

    id: str
    context_tokens: int


@dataclass(frozen=True, slots=True)
class ServerFound:
    """A server; without `models` where it runs and serves none. `problem` is why it could not be asked."""

    name: str
    title: str
    base_url: str
    runs: bool
    models: tuple[Served, ...] = ()
    problem: str = ""


async def detect(
    door: Door, servers: Sequence[Provider], limit_s: float = LIMIT_S
) -> tuple[ServerFound, ...]:
    """In the order given. What does not answer within `limit_s` does not run."""
    return tuple(await asyncio.gather(*(_ask(door, server, limit_s) for server in servers)))


async def _ask(door: Door, server: Provider, limit_s: float) -> ServerFound:
    base_url = f"{server.origin}/v1"
    client = door.client("local-model", (), connect_s=limit_s, read_s=limit_s)
    try:
        async with asyncio.timeout(limit_s), client:
            response = await client.get(f"{base_url}/models")
        if response.status_code != 200:
            return ServerFound(
                server.name, server.title, base_url, True, problem=f"answers {response.status_code}"
            )
        return ServerFound(server.name, server.title, base_url, True, served(response.json(), server.name))
    except (TimeoutError, Problem):
        return ServerFound(server.name, server.title, base_url, False)
    except ValueError:
        return ServerFound(server.name, server.title, base_url, False, problem="something else answers there")


def served(plain: Any, server: str = "") -> tuple[Served, ...]:
    """From the answer to `/models`; `ValueError` where it is none. Models that cannot chat are left out."""
    data: Any = cast("dict[str, Any]", plain).get("data") if isinstance(plain, dict) else None
    if not isinstance(data, list):
        raise ValueError("no list of models")
    usual = CONTEXT_TOKENS.get(server, USUAL_CONTEXT)
    found: list[Served] = []
    for each in cast("list[Any]", data):
        model = cast("dict[str, Any]", each) if isinstance(each, dict) else {}
        name = model.get("id")
        if isinstance(name, str) and name and len(name) <= 200 and not _NO_CHAT.search(name):
            length = model.get("max_model_len")
            found.append(Served(name, length if isinstance(length, int) and length > 0 else usual))
    return tuple(sorted(found, key=lambda one: one.id))
