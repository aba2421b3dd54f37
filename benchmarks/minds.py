"""What the way to a language model costs, and whether a real one keeps to a schema.

    uv run --all-extras python benchmarks/minds.py [--calls 200] [--model smollm2-135m]

`first_token_ms`: from the request to the first text, through door and adapter, beside raw HTTP to the same
server on this machine (medians of alternating calls). `stop_ms_max`: from closing a stream to its end.
`quiet_ms_max`: from closing a stream of a real model in this program until the processor is quiet again, and
`app_quiet_ms_max` the same where a page hangs up on the app. `schema_valid`: share of constrained calls of a
real model with valid output. `tokens_per_s`: of that model in this program, beside the bare library with the
same request and its own choice of threads.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx2
from jsonschema import Draft202012Validator

import ledger

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "advice"), str(ROOT / "tests" / "web")]

from app_process import running  # noqa: E402
from fake_apis import FakeApis  # noqa: E402

from extrabrain.advice.chat_server import ChatServer  # noqa: E402
from extrabrain.advice.inprocess import InProcess  # noqa: E402
from extrabrain.advice.wire_chat import request_of  # noqa: E402
from extrabrain.app.places import places  # noqa: E402
from extrabrain.core.advice import Prompt, Usage  # noqa: E402
from extrabrain.guard.charter import Charter  # noqa: E402
from extrabrain.guard.door import Door  # noqa: E402
from extrabrain.guard.keeper import Keeper  # noqa: E402
from extrabrain.guard.policy import Policy, origin  # noqa: E402
from extrabrain.guard.policy_file import PolicyFile  # noqa: E402
from extrabrain.guard.providers import Provider  # noqa: E402
from extrabrain.weights.catalogue import entry  # noqa: E402

PROMPT = Prompt("Answer.", "Say something.", None, 60, ("prompt",))
SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["vague", "no-result", "hedged"]},
        "severity": {"type": "integer", "minimum": 1, "maximum": 3},
        "why": {"type": "string", "maxLength": 40},
    },
    "required": ["kind", "severity", "why"],
    "additionalProperties": False,
}


async def first_token(engine: ChatServer) -> float:
    began = time.perf_counter()
    async with aclosing(engine.stream(PROMPT)) as stream:
        async for _ in stream:
            return (time.perf_counter() - began) * 1000
    raise AssertionError("no text")


async def raw_first_token(url: str) -> float:
    began = time.perf_counter()
    async with (
        httpx2.AsyncClient(trust_env=False, verify=False) as client,  # no time for certificates: plain http
        client.stream("POST", f"{url}/v1/chat/completions", json=request_of(PROMPT, "good")) as answer,
    ):
        async for text in answer.aiter_text():
            if "content" in text:
                return (time.perf_counter() - began) * 1000
    raise AssertionError("no text")


async def stop_ms(engine: ChatServer) -> float:
    stream = engine.stream(PROMPT)
    await anext(stream)
    began = time.perf_counter()
    await stream.aclose()
    return (time.perf_counter() - began) * 1000


async def wire(rounds: int) -> dict[str, float]:
    fake = FakeApis()
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(Charter(Path(folder) / "home", Path(folder) / "key"))
        PolicyFile(keeper.charter.policy).write(Policy(own=(Provider("fake", "Fake", origin(fake.url)),)))
        door = Door(keeper)

        def engine(model: str) -> ChatServer:
            return ChatServer(door, f"{fake.url}/v1", model, title="Fake", local=True, context_tokens=8192)

        await first_token(engine("good"))
        ours, raw = [], []
        for _ in range(rounds):
            ours.append(await first_token(engine("good")))
            raw.append(await raw_first_token(fake.url))
        stops = [await stop_ms(engine("slow")) for _ in range(20)]
        door.close()
        keeper.close()
    fake.close()
    return {
        "first_token_ms": round(statistics.median(ours), 2),
        "raw_first_token_ms": round(statistics.median(raw), 2),
        "stop_ms_max": round(max(stops), 1),
    }


async def said(model: InProcess, prompt: Prompt) -> tuple[str, Usage]:
    text = ""
    async with aclosing(model.stream(prompt)) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                return text, piece
            text += piece
    raise AssertionError("a stream ends with its usage")


async def schema(model: InProcess, calls: int) -> float:
    valid = 0
    checks = Draft202012Validator(SHAPE)
    for number in range(calls):
        prompt = Prompt("You judge answers.", f"Judge answer {number}: I tested it.", SHAPE, 80)
        text, _ = await said(model, prompt)
        try:
            valid += checks.is_valid(json.loads(text))
        except ValueError:
            print(f"call {number}: {text!r}", file=sys.stderr)
        if number % 20 == 19:
            print(f"{valid} of {number + 1}", file=sys.stderr, flush=True)
    return valid / calls


def worked_s(pid: int) -> float:
    """Processor time of a process and its children so far (Linux)."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def quiet_ms(pid: int, began: float) -> float:
    """Until the process works less than a fifth of one core for 60 ms on end; when that began."""
    while True:
        at, before = time.perf_counter(), worked_s(pid)
        time.sleep(0.06)
        if worked_s(pid) - before <= 0.012:
            return max(0.0, (at - began) * 1000)


async def stops(model: InProcess, times: int) -> float:
    worst = 0.0
    for _ in range(times):
        stream = model.stream(Prompt("You write.", "Write a long paragraph about tests.", None, 400))
        for _ in range(5):
            await anext(stream)
        began = time.perf_counter()
        await stream.aclose()
        worst = max(worst, await asyncio.to_thread(quiet_ms, os.getpid(), began))
    return round(worst, 1)


def app_stops(model: str, times: int) -> float:
    """Through the app's own HTTP API, jailed, as the page does it: by hanging up."""
    worst = 0.0
    wish = {"task": "explain", "question": "Why test?", "engine": f"in-program/{model}"}
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "home", places().models) as app:
        for _ in range(times):
            given = {"json": wish, "headers": app.headers, "timeout": 200}
            with httpx2.stream("POST", f"{app.base}/api/advice", **given) as answer:
                lines = answer.iter_lines()
                for _ in range(5):
                    next(lines)
                began = time.perf_counter()
            worst = max(worst, quiet_ms(app.process.pid, began))
    return round(worst, 1)


def bare(path: Path, prompt: Prompt) -> float:
    """Tokens a second of the library itself, loaded as it is loaded here."""
    from extrabrain.advice.inprocess import load

    with tempfile.TemporaryDirectory() as folder:
        server = load(path, Path(folder), 0)
        told: list[float] = []

        def heard(chunk: Any) -> bool:
            plain = json.loads(chunk) if isinstance(chunk, str) else chunk
            if plain.get("timings"):
                told.append(float(plain["timings"]["predicted_per_second"]))
            return False

        server.handle_chat_completions(json.dumps(request_of(prompt)), heard)
    return told[-1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=200)
    options.add_argument("--rounds", type=int, default=60, help="of the wire; 0: leave it out")
    options.add_argument("--speed", type=int, default=1, help="turns of tokens a second; 0: leave it out")
    options.add_argument("--stops", type=int, default=10, help="of a real model; 0: leave it out")
    options.add_argument("--tokens", type=int, default=128, help="of a turn of speed")
    options.add_argument("--model", default="smollm2-135m")
    given = options.parse_args()
    numbers: dict[str, Any] = dict(asyncio.run(wire(given.rounds))) if given.rounds else {}
    path = places().models / given.model / entry(given.model).files[0].name
    model = InProcess(path, given.model)
    long = Prompt("You write.", "Write a paragraph about tests.", None, given.tokens)
    numbers["model"] = given.model
    if given.calls:
        numbers |= {"schema_calls": given.calls, "schema_valid": asyncio.run(schema(model, given.calls))}
    if given.stops:
        numbers["quiet_ms_max"] = asyncio.run(stops(model, given.stops))
        model.unload()
        numbers["app_quiet_ms_max"] = app_stops(given.model, given.stops)
    if given.speed:
        ours, raw = [], []
        for _ in range(given.speed):  # in turns, as a busy machine changes from minute to minute
            asyncio.run(said(model, long))
            ours.append(asyncio.run(said(model, long))[1].tokens_per_s)
            model.unload()
            raw.append(bare(path, long))
        numbers |= {"tokens_per_s": statistics.median(ours)}
        numbers |= {"bare_tokens_per_s": round(statistics.median(raw), 1)}
    model.unload()
    print(json.dumps(numbers, indent=2))
    ledger.append("minds", numbers)


if __name__ == "__main__":
    main()
