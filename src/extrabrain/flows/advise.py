"""A brief to advice: the model writes, the ground holds it, and a stand-in speaks where there is no model."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from extrabrain.advice.entries import LONGEST_CHARS, Entries
from extrabrain.advice.provider import Provider
from extrabrain.advice.task import Task
from extrabrain.advice.tasks.table import task as task_named
from extrabrain.advice.thinking import Thinking
from extrabrain.core.advice import Advice, Brief, Grounding, Material, Point, Prompt, Usage
from extrabrain.core.errors import Problem

CHARS_A_TOKEN = 3.2
"""English in common tokenisers gives 4; code and names less. Low, so that what is kept fits."""

ROOM_FOR_WORDS = 400
"""Tokens of our own instructions and the template around them."""

LEFT_TO_SAY = 64
"""Characters that a model may still write after its last point, to close its brackets and be counted."""

NO_MODEL = "without a language model"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a generation goes: characters so far, milliseconds to the first of them, characters a second."""

    chars: int
    first_ms: int
    chars_per_s: float


def prepared(brief: Brief, context_tokens: int) -> tuple[Brief, Prompt, tuple[str, ...]]:
    """What a model of that size would be given, to the letter, and what was left out.

    `UsageProblem` where the brief lacks something.
    """
    task = task_named(brief.task)
    task.check(brief)
    fitted, notices = fit(brief, context_tokens, task.max_tokens)
    return fitted, task.prompt(fitted), notices


async def advising(brief: Brief, provider: Provider | None) -> AsyncGenerator[Point | Pace | Advice]:
    """Points as they are written, each already held to the user's words, and last the whole `Advice`.

    Without a provider the task's stand-in answers, and the advice says so. Read it under `aclosing`: closing
    it stops the model. Problems of the provider pass as they are: no other engine is asked in its place.
    """
    task = task_named(brief.task)
    task.check(brief)
    if provider is None:
        made = task.fallback(brief)
        for point in made:
            yield point
        yield Advice(brief.task, made, NO_MODEL, fallback=True)
        return
    fitted, prompt, notices = prepared(brief, provider.context_tokens)
    reading = _Reading(task, fitted)
    began = time.monotonic()
    first = 0.0
    usage: Usage | None = None
    async with aclosing(provider.stream(prompt)) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                usage = piece
                continue
            now = time.monotonic()
            first = first or now
            for point in reading.push(piece):
                yield point
            yield Pace(reading.chars, int((first - began) * 1000), reading.chars / max(0.001, now - first))
            if reading.done:
                break
    for point in reading.flush():
        yield point
    usage = usage or reading.counted(time.monotonic() - first)
    yield reading.advice(provider.name, _timed(usage, began, first), notices)


async def advise(brief: Brief, provider: Provider | None) -> Advice:
    """Runs the brief's task to its end."""
    async with aclosing(advising(brief, provider)) as stream:
        async for step in stream:
            if isinstance(step, Advice):
                return step
    raise AssertionError("advising ends with an Advice")


async def greet(provider: Provider) -> str:
    """One short request that carries nothing of the user's: what the model says, shortened."""
    prompt = Prompt("Answer with one word.", "Say: ready", None, 16, ("prompt",))
    thinking, said = Thinking(), ""
    async with aclosing(provider.stream(prompt)) as stream:
        async for piece in stream:
            said += thinking.push(piece) if isinstance(piece, str) else thinking.flush()
    return " ".join(said.split())[:80]


class _Reading:
    """A machine from pieces of output to points."""

    def __init__(self, task: Task, brief: Brief) -> None:
        self._task = task
        self._brief = brief
        self._ground = task.ground(brief)
        self._thinking = Thinking()
        self._entries = Entries()
        self._points: list[Point] = []
        self._grounding = Grounding()
        self._repeated = self._pieces = 0
        self._since_full = 0
        self.chars = 0

    @property
    def full(self) -> bool:
        """Nothing more of use can come."""
        return self.chars > LONGEST_CHARS or len(self._points) + self._repeated >= self._task.most_points

    @property
    def done(self) -> bool:
        """A model that is held to a schema has stopped by itself before."""
        return self.full and (self.chars > LONGEST_CHARS or self._since_full > LEFT_TO_SAY)

    def push(self, piece: str) -> list[Point]:
        self.chars += len(piece)
        self._pieces += 1
        self._since_full += len(piece) if self.full else 0
        return self._read(self._thinking.push(piece))

    def flush(self) -> list[Point]:
        return self._read(self._thinking.flush())

    def _read(self, text: str) -> list[Point]:
        found: list[Point] = []
        for entry in self._entries.push(text):
            if self.full:
                break
            point, cost = self._task.point(entry, self._brief, self._ground)
            self._grounding = self._grounding.plus(cost)
            if point is not None and self._task.repeats(point, self._points, self._brief.known):
                self._repeated += 1
            elif point is not None:
                self._points.append(point)
                found.append(point)
        return found

    def advice(self, engine: str, usage: Usage, notices: tuple[str, ...]) -> Advice:
        """`Problem` where the output was no list of points at all."""
        if not self._entries.opened:
            raise _unreadable(self._thinking.hid, self.chars)
        if not self._entries.closed and not self.full:
            notices = (*notices, "The model stopped in mid-sentence; the end is missing.")
        if self._repeated:
            notices = (*notices, f"Left out because they said the same again: {self._repeated}.")
        if not self._points:
            notices = (*notices, "Nothing that the model wrote could be found in your own words.")
        return Advice(
            self._task.name,
            tuple(self._points),
            engine,
            fallback=False,
            grounding=self._grounding,
            usage=usage,
            notices=notices,
        )

    def counted(self, took_s: float) -> Usage:
        """For a model that was cut off before it told: its pieces for tokens."""
        return Usage(0, self._pieces, 0, round(self._pieces / max(0.001, took_s), 1), "stop")


def fit(brief: Brief, context_tokens: int, max_tokens: int) -> tuple[Brief, tuple[str, ...]]:
    """The brief cut to what the model can be given: whole materials from the end first, the last one short.

    Says what was left out. Question and answer are never cut; `Problem` where they alone are too long.
    """
    room = (context_tokens - max_tokens - ROOM_FOR_WORDS) * CHARS_A_TOKEN
    room -= len(brief.question) + len(brief.answer) + len(brief.wish)
    if room < 0:
        raise Problem(
            "What was said is too long for this model.", next_step="Choose a part of it, or a larger model."
        )
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
    more = f" and {len(left_out) - 5} more" if len(left_out) > 5 else ""
    told = f"Too long for the model; left out: {', '.join(left_out[:5])}{more}."
    return replace(brief, materials=tuple(kept)), (told,)


def _timed(usage: Usage, began: float, first: float) -> Usage:
    if usage.first_token_ms or not first:
        return usage
    return replace(usage, first_token_ms=int((first - began) * 1000))


def _unreadable(only_thought: bool, chars: int) -> Problem:
    if only_thought:
        return Problem(
            "The model only thought and wrote no answer.",
            next_step="Turn its thinking off, or choose another model.",
        )
    if not chars:
        return Problem("The model wrote nothing.", next_step="Try again, or choose another model.")
    return Problem("The model's output cannot be read.", next_step="Try again, or choose another model.")
