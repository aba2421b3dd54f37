"""Servers that speak the chat completions API, and all that can go wrong with them."""

import json
from collections.abc import Callable
from contextlib import aclosing

import pytest
from fake_apis import SAID, FakeApis

from extrabrain.advice import refusals
from extrabrain.advice.chat_server import ChatServer
from extrabrain.advice.provider import Provider
from extrabrain.advice.tasks.table import TASKS
from extrabrain.core.advice import Brief, Prompt, Usage
from extrabrain.core.errors import NotFound, Problem
from extrabrain.flows.advise import advise
from extrabrain.guard.door import Door

BRIEF = Brief(task="outline", question="How did you test it? It was tested.")
Asked = Callable[[str], Provider]


@pytest.fixture
def ask(door: Door, apis: FakeApis) -> Asked:
    return lambda model: ChatServer(
        door, f"{apis.url}/v1", model, title="Fake", local=True, context_tokens=8192
    )


async def read(provider: Provider, prompt: Prompt | None = None) -> tuple[str, Usage]:
    text, used = "", None
    async with aclosing(provider.stream(prompt or TASKS["outline"].prompt(BRIEF))) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                used = piece
            else:
                text += piece
    assert used is not None
    return text, used


async def test_text_then_usage(ask: Asked) -> None:
    text, used = await read(ask("good"))
    assert text == SAID
    assert (used.tokens_in, used.tokens_out, used.finish) == (21, 9, "stop")


async def test_what_is_asked(ask: Asked, apis: FakeApis) -> None:
    prompt = TASKS["outline"].prompt(BRIEF)
    await read(ask("good"), prompt)
    path, body = apis.asked[-1]
    assert path == "/v1/chat/completions"
    assert [m["content"] for m in body["messages"]] == [prompt.system, prompt.user]
    assert body["response_format"]["json_schema"]["schema"] == prompt.schema
    assert body["chat_template_kwargs"] == {"enable_thinking": False}


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("wrong-key", refusals.WrongKey),
        ("no-credit", refusals.NoCredit),
        ("limited", refusals.RateLimited),
        ("too-long", refusals.TooLong),
        ("flagged", refusals.Declined),
        ("unknown", NotFound),
        ("broken", Problem),
    ],
)
async def test_refusals_are_told_apart(ask: Asked, model: str, kind: type[Problem]) -> None:
    with pytest.raises(kind) as told:
        await read(ask(model))
    assert type(told.value) is kind
    assert "Fake" in told.value.what
    assert told.value.next_step


async def test_a_limit_says_how_long_to_wait(ask: Asked) -> None:
    with pytest.raises(refusals.RateLimited) as told:
        await read(ask("limited"))
    assert told.value.wait_s == 7
    assert "7 seconds" in told.value.next_step


@pytest.mark.parametrize(
    ("model", "told"), [("cut", "broke off"), ("malformed", "no answer"), ("page", "no answer")]
)
async def test_a_stream_that_is_none(ask: Asked, model: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        await read(ask(model))


async def test_a_server_without_schemas_is_asked_again_without_one(ask: Asked, apis: FakeApis) -> None:
    text, _ = await read(ask("no-schemas"))
    assert text == SAID
    assert "response_format" not in apis.asked[-1][1]
    assert '"points"' in apis.asked[-1][1]["messages"][1]["content"]


@pytest.mark.parametrize(
    ("model", "told"), [("thinker", "only thought"), ("huge", "stopped"), ("wrong-shape", "cannot be read")]
)
async def test_output_that_is_no_advice(ask: Asked, model: str, told: str) -> None:
    try:
        advice = await advise(BRIEF, ask(model))
    except Problem as problem:
        assert told in problem.what
    else:
        assert advice.points == ()
        assert advice.notices


async def test_thinking_in_the_text_is_taken_out(ask: Asked) -> None:
    advice = await advise(BRIEF, ask("inline-thinker"))
    assert [p.text for p in advice.points] == ["It was tested."]


async def test_closing_hangs_up(ask: Asked, apis: FakeApis) -> None:
    apis.hung_up.clear()
    async with aclosing(ask("slow").stream(TASKS["outline"].prompt(BRIEF))) as stream:
        async for _ in stream:
            break
    assert apis.hung_up.wait(5)


async def test_a_server_that_is_gone(door: Door, fake_provider: object) -> None:
    gone = ChatServer(door, "http://127.0.0.1:9/v1", "x", title="Gone", local=True, context_tokens=8192)
    with pytest.raises(Problem) as told:
        await read(gone)
    assert told.value.next_step


def test_the_shape_is_told_in_words_too() -> None:
    user = TASKS["outline"].prompt(BRIEF).user
    example = json.loads(user[user.rindex('{"points"') :])
    assert set(example["points"][0]) == {"heading", "text", "material", "quote"}
