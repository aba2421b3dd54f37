"""A brief to advice: held to the user's words whatever the model says."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from extrabrain.advice.scripted import Scripted
from extrabrain.advice.tasks.table import TASKS
from extrabrain.core.advice import Advice, Brief, Cited, Material, Point, Prompt, Usage
from extrabrain.core.errors import Problem, UsageProblem
from extrabrain.flows.advise import Pace, advise, advising, fit, prepared
from promises.adversary import ACTS, PAYLOADS, TRACES, Adversary
from promises.injected import injected

ANSWER = "I tested the reward model on prompts. I kept a log of what failed, and I told my team."


def brief(task: str, text: str = "The reward model was tested on prompts.", **given: str) -> Brief:
    materials = (Material("notes", "My notes", text, "documents"),)
    return Brief(
        task=TASKS[task].name,
        question=given.get("question", "How did you test it?"),
        answer=given.get("answer", ANSWER),
        materials=materials,
    )


def shown(advice: Advice) -> list[str]:
    """All that a person reads, but for citations, which are slices of the user's own text."""
    return [text for p in advice.points for text in (p.heading, p.text, p.instead)]


def saying(*points: Mapping[str, object]) -> Scripted:
    return Scripted(lambda _: json.dumps({"points": points}))


def test_nothing_invented_and_nothing_acted_on_reaches_the_user() -> None:
    """P15: every payload as a document and as speech, against a model that obeys them all."""
    assert len(PAYLOADS) >= 200
    outcome = injected()
    assert outcome.trials == 2 * len(PAYLOADS)
    assert outcome.broke == []


async def test_citations_are_slices_of_the_users_text() -> None:
    for number, payload in enumerate(PAYLOADS[:40]):
        given = brief("ask", payload)
        advice = await advise(given, Scripted(Adversary(number)))
        for cite in (c for p in advice.points for c in p.cites):
            source = given.answer if cite.ref == "answer" else given.materials[0].text
            assert source[cite.start_char : cite.end_char] == cite.text
        assert not advice.fallback


def test_the_model_that_tests_it_does_obey() -> None:
    """Without the checks the inventions and the acts would all be there."""
    prompt = TASKS["outline"].prompt(brief("outline", PAYLOADS[0]))
    said = Adversary(0)(prompt)
    assert TRACES.search(said)
    assert ACTS[0] in json.loads(said)["points"][0]["text"]


@pytest.mark.parametrize("name", TASKS)
async def test_every_task_has_a_stand_in(name: str) -> None:
    advice = await advise(brief(name), None)
    assert advice.fallback
    for cite in (c for p in advice.points for c in p.cites):
        assert cite.text in (ANSWER, "The reward model was tested on prompts.") or cite.text in ANSWER


@pytest.mark.parametrize("name", TASKS)
def test_every_task_says_what_it_lacks(name: str) -> None:
    with pytest.raises(UsageProblem) as told:
        prepared(Brief(task=TASKS[name].name), 8192)
    assert told.value.next_step


async def test_points_come_one_by_one_and_the_whole_last() -> None:
    provider = saying({"text": "I tested the model.", "quote": "I tested the reward model"}, {"text": "x"})
    async with aclosing(advising(brief("summary"), provider)) as stream:
        steps = [step async for step in stream]
    points = [s for s in steps if isinstance(s, Point)]
    last = steps[-1]
    assert isinstance(last, Advice)
    assert tuple(points) == last.points
    assert last.grounding.quotes_dropped == 1
    assert steps.index(points[0]) < len(steps) - 2
    assert any(isinstance(s, Pace) and s.chars for s in steps)


async def test_deep_findings_have_kind_quote_and_what_to_say_instead() -> None:
    provider = saying(
        {
            "heading": "no-result",
            "text": "It ends without an outcome.",
            "quote": "I told my team",
            "try_instead": "I told my team that [how many?] prompts failed.",
        },
        {"heading": "nonsense", "text": "a", "quote": "I told my team", "try_instead": ""},
    )
    advice = await advise(brief("feedback"), provider)
    assert [p.heading for p in advice.points] == ["no-result"]
    assert advice.points[0].cites[0].text == "I told my team"
    assert advice.points[0].instead == "I told my team that [how many?] prompts failed."


async def test_an_owner_that_nobody_named_is_nobody() -> None:
    provider = saying(
        {"owner": "my team", "text": "Be told.", "quote": "I told my team"},
        {"owner": "Priya", "text": "Be told.", "quote": "I told my team"},
    )
    advice = await advise(brief("actions"), provider)
    assert [p.heading for p in advice.points] == ["my team", "[who?]"]


class Thinker:
    """Only ever thinks."""

    name = "thinker"
    context_tokens = 8192

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        yield "<think>hm"
        yield Usage(1, 1, 0, 0.0, "length")


@pytest.mark.parametrize(
    ("says", "told"),
    [("", "wrote nothing"), ("Sure, here it is!", "cannot be read"), ('{"answer": 3}', "cannot be read")],
)
async def test_output_that_is_none(says: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        await advise(brief("outline"), Scripted(lambda _: says))


async def test_a_model_that_only_thinks() -> None:
    with pytest.raises(Problem, match="only thought"):
        await advise(brief("outline"), Thinker())


async def test_a_cut_output_keeps_its_whole_points_and_says_so() -> None:
    whole = json.dumps(
        {"points": [{"heading": "claim", "text": "It was tested.", "material": 0, "quote": ""}] * 2}
    )
    advice = await advise(brief("outline"), Scripted(lambda _: whole[:-20]))
    assert len(advice.points) == 1
    assert "the end is missing" in advice.notices[0]


async def test_a_flood_is_cut_off() -> None:
    one = '{"heading": "claim", "text": "%sit was tested", "material": 0, "quote": ""},'
    flood = '{"points": [' + "".join(one % ("so " * (n % 9)) for n in range(50_000))
    provider = Scripted(lambda _: flood, piece=5_000)
    advice = await advise(brief("outline"), provider)
    assert len(advice.points) == TASKS["outline"].most_points


async def test_closing_stops_the_model() -> None:
    ended = asyncio.Event()

    class Endless:
        name = "endless"
        context_tokens = 8192

        async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
            try:
                while True:
                    yield "x"
                    await asyncio.sleep(0)
            finally:
                ended.set()

    async with aclosing(advising(brief("outline"), Endless())) as stream:
        async for _ in stream:
            break
    assert ended.is_set()


def test_what_does_not_fit_is_left_out_and_named() -> None:
    long = tuple(Material(str(n), f"Text {n}", "word " * 1000, "documents") for n in range(6))
    given = Brief(task="outline", question="Why?", materials=long)
    fitted, notices = fit(given, 4096, 700)
    assert [m.title for m in fitted.materials] == ["Text 0", "Text 1"]
    assert len(fitted.materials[1].text) < 5000
    assert "the end of Text 1, Text 2" in notices[0]
    assert fit(given, 100_000, 700) == (given, ())


def test_an_answer_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Problem, match="too long"):
        fit(Brief(task="summary", answer="word " * 10_000), 4096, 700)


def test_a_brief_says_what_it_carries() -> None:
    assert brief("outline").carries == ("documents", "prompt", "transcript")
    assert Brief(task="outline", question="Why?").carries == ("prompt",)


async def test_the_same_place_is_criticised_once() -> None:
    said = {"heading": "vague", "text": "Vague.", "quote": "I told my team", "try_instead": ""}
    again = {**said, "heading": "no-result", "text": "No outcome.", "quote": "and I told my team"}
    advice = await advise(brief("feedback"), saying(said, again))
    assert [p.text for p in advice.points] == ["Vague."]
    assert any("said the same again: 1" in told for told in advice.notices)


async def test_what_it_took_is_told_however_it_ends() -> None:
    point = {"text": "I tested it.", "quote": "I tested the reward model"}
    for says in (saying(point), Scripted(lambda _: json.dumps({"points": [point]})[:-1] + ", 1" * 200_000)):
        advice = await advise(brief("summary"), says)
        assert advice.usage is not None
        assert advice.usage.tokens_out > 0


async def test_what_the_coach_has_found_is_not_found_again() -> None:
    said = {"heading": "no-result", "text": "No outcome.", "quote": "I told my team", "try_instead": ""}
    other = {**said, "heading": "vague", "text": "Vague."}
    whole = brief("feedback")
    start = ANSWER.index("and I told")
    known = Point("no-result", "Coach.", (Cited("answer", start, len(ANSWER), ANSWER[start:]),))
    advice = await advise(replace(whole, known=(known,)), saying(said, other))
    assert [p.heading for p in advice.points] == ["vague"]
