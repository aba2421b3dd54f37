"""OpenAI, Anthropic and Google through their own libraries and our own door."""

from contextlib import aclosing

import pytest
from fake_apis import SAID, FakeApis

from extrabrain.advice import refusals
from extrabrain.advice.hosted import Hosted
from extrabrain.advice.tasks.table import TASKS
from extrabrain.core.advice import Brief, Usage
from extrabrain.core.errors import NotFound, Problem
from extrabrain.flows.advise import advise
from extrabrain.guard.door import Door

pytest.importorskip("pydantic_ai", reason="needs the extra `hosted`")

APIS = ("openai", "anthropic", "google")
BRIEF = Brief(task="outline", question="How did you test it? It was tested.")


def hosted(door: Door, apis: FakeApis, api: str, model: str) -> Hosted:
    base_url = f"{apis.url}/v1" if api == "openai" else apis.url
    return Hosted(door, api, model, title="Fake", base_url=base_url, purpose="local-model")


@pytest.mark.parametrize("api", APIS)
async def test_text_then_usage(door: Door, apis: FakeApis, api: str) -> None:
    text, used = "", None
    async with aclosing(hosted(door, apis, api, "good").stream(TASKS["outline"].prompt(BRIEF))) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                used = piece
            else:
                text += piece
    assert text == SAID
    assert used is not None
    assert (used.tokens_in, used.tokens_out, used.finish) == (21, 9, "stop")


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("wrong-key", refusals.WrongKey),
        ("no-credit", refusals.NoCredit),
        ("limited", refusals.RateLimited),
        ("too-long", refusals.TooLong),
        ("unknown", NotFound),
        ("broken", Problem),
    ],
)
async def test_refusals_are_told_apart(
    door: Door, apis: FakeApis, api: str, model: str, kind: type[Problem]
) -> None:
    before = len(apis.asked)
    with pytest.raises(kind) as told:
        await advise(BRIEF, hosted(door, apis, api, model))
    assert type(told.value) is kind
    assert told.value.next_step
    assert len(apis.asked) == before + 1, "nothing is tried again behind the user's back"


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("model", ["cut", "malformed", "thinker", "wrong-shape"])
async def test_an_answer_that_is_none(door: Door, apis: FakeApis, api: str, model: str) -> None:
    with pytest.raises(Problem) as told:
        await advise(BRIEF, hosted(door, apis, api, model))
    assert told.value.next_step


async def test_the_door_says_no(door: Door) -> None:
    """In the posture local nothing leaves, and what is said is the door's own reason."""
    model = Hosted(door, "openai", "gpt-5-mini", title="OpenAI", base_url="https://api.openai.com/v1")
    with pytest.raises(Problem, match="posture is local"):
        await advise(BRIEF, model)
