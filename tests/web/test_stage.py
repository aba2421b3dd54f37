"""The attempts that are being spoken: whoever asked for one may be gone before it is open."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from extrabrain.core.event import Noticed, SessionEnded
from extrabrain.core.question import Question
from extrabrain.flows.listen import Listening
from extrabrain.flows.practice import Attempt, Practice
from extrabrain.flows.recover import recover
from extrabrain.flows.speak import Before, Speaking
from extrabrain.record import sessions
from extrabrain.record.db import Store
from extrabrain.sound.spool import Spool
from extrabrain.web.locking import Locking
from extrabrain.web.stage import Stage
from extrabrain.words.scripted import Scripted

PATIENCE_S = 20
QUESTION = Question(question_id="q1", text="How do you measure it?", kind="technical", pattern="star")


class Microphone:
    """Hears silence until it is closed."""

    def __init__(self) -> None:
        self.lost, self.closed = False, threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        while not self.closed.wait(0.01):
            yield bytes(640)

    def close(self) -> None:
        self.closed.set()


class Silence:
    """No voice at all."""

    def push(self, pcm: bytes) -> list[float]:
        return [0.0] * (len(pcm) // 1024)

    def flush(self) -> list[float]:
        return []

    def reset(self) -> None:
        return None


class Broken(Silence):
    def push(self, pcm: bytes) -> list[float]:
        raise RuntimeError("it broke")


class Gate:
    """Where a thread waits until it is let on."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self.open.wait(PATIENCE_S)


class Speech:
    """As the app's own, with sound of ours; opening stops at gates."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self.microphone: Microphone | None = None
        self.vad = Silence()
        self.before_microphone, self.before_spool = Gate(), Gate()
        self.before_microphone.open.set()
        self.before_spool.open.set()

    def own_microphone(self) -> Microphone | None:
        self.before_microphone.pass_through()
        return self.microphone

    def speaking(self, attempt: Attempt, before: Before | None = None) -> Speaking:
        self.before_spool.pass_through()
        spool = Spool(self._practice.spool_path(attempt.session_id), attempt.audio_key)
        vad, engine = self.vad, Scripted(["It is on."])
        return Speaking(
            attempt,
            self._practice,
            lambda publish: Listening(spool, vad, engine, publish),
            None,
            before,
        )


@pytest.fixture
def speech(practice: Practice) -> Speech:
    return Speech(practice)


@pytest.fixture
def stage(store: Store, practice: Practice, speech: Speech) -> Stage:
    bench: Any = SimpleNamespace(speech=speech, store=store, practice=practice)
    return Stage(bench)


async def reached(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, PATIENCE_S)


async def given_up(task: "asyncio.Task[Any]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def is_free(practice: Practice, attempt: Attempt) -> bool:
    """Whether the recording can be opened again: nobody holds it."""
    Spool(practice.spool_path(attempt.session_id), attempt.audio_key).close()
    return True


def kept(begun: list[Attempt], practice: Practice) -> Callable[[], Attempt]:
    def begin() -> Attempt:
        begun.append(practice.begin(QUESTION))
        return begun[0]

    return begin


async def test_a_recording_that_was_being_opened_when_the_app_locked_can_be_finished_later(
    stage: Stage, practice: Practice, speech: Speech
) -> None:
    speech.before_spool.open.clear()
    begun: list[Attempt] = []
    asking = asyncio.create_task(stage.begin(kept(begun, practice)))
    await reached(speech.before_spool.reached)
    await given_up(asking)
    cutting = asyncio.create_task(stage.cut("locked"))
    speech.before_spool.open.set()
    await asyncio.wait_for(cutting, PATIENCE_S)
    assert not stage.busy and await is_free(practice, begun[0])


async def test_a_microphone_that_was_being_opened_when_the_app_locked_is_closed(
    stage: Stage, practice: Practice, speech: Speech
) -> None:
    speech.microphone = Microphone()
    speech.before_microphone.open.clear()
    asking = asyncio.create_task(stage.begin(kept([], practice)))
    await reached(speech.before_microphone.reached)
    await given_up(asking)
    cutting = asyncio.create_task(stage.cut("locked"))
    speech.before_microphone.open.set()
    await asyncio.wait_for(cutting, PATIENCE_S)
    assert not stage.busy and speech.microphone.closed.is_set()


async def test_what_a_request_begins_while_the_app_locks_is_ended_before_the_record_closes(
    stage: Stage, practice: Practice, speech: Speech
) -> None:
    speech.microphone = Microphone()
    busy: list[bool] = []

    class Curtain:
        async def draw(self) -> None:
            await stage.begin(kept([], practice))  # the last request that gets through

    class Chores:
        async def stop(self) -> None:
            return None

    vault = SimpleNamespace(locked=False)

    def lock() -> None:
        busy.append(stage.busy)
        vault.locked = True

    bench: Any = SimpleNamespace(vault=vault, need_passphrase=lambda: None, lock=lock)
    curtain: Any = Curtain()
    chores: Any = Chores()
    await asyncio.wait_for(Locking(bench, stage, curtain, chores).lock(), PATIENCE_S)
    assert busy == [False] and speech.microphone.closed.is_set()


async def test_a_page_that_comes_back_while_its_session_is_being_concluded_finds_it_ended(
    stage: Stage, store: Store, practice: Practice, speech: Speech
) -> None:
    attempt = practice.begin(QUESTION)
    Spool(practice.spool_path(attempt.session_id), attempt.audio_key).close()
    async with stage.turn(attempt.session_id):
        coming_back = asyncio.create_task(stage.again(attempt.session_id))
        await asyncio.sleep(0)
        assert await recover(attempt, store, practice, speech.speaking)
    assert await asyncio.wait_for(coming_back, PATIENCE_S) is None
    assert sessions.get(store, attempt.session_id).end_reason == "silent"


async def test_pages_that_come_back_at_once_go_on_with_one_recording(
    stage: Stage, practice: Practice, speech: Speech
) -> None:
    attempt = practice.begin(QUESTION)
    Spool(practice.spool_path(attempt.session_id), attempt.audio_key).close()
    speech.before_spool.open.clear()
    first = asyncio.create_task(stage.again(attempt.session_id))
    await reached(speech.before_spool.reached)
    await given_up(first)  # its page was closed in the middle
    second = asyncio.create_task(stage.again(attempt.session_id))
    speech.before_spool.open.set()
    speaking = await asyncio.wait_for(second, PATIENCE_S)
    assert speaking is not None and stage.find(attempt.session_id) is speaking
    await stage.close()
    assert any(isinstance(event.body, SessionEnded) for event in attempt.log.read())


async def test_the_microphone_is_closed_when_what_hears_it_breaks(
    stage: Stage, practice: Practice, speech: Speech
) -> None:
    speech.microphone, speech.vad = Microphone(), Broken()
    begun: list[Attempt] = []
    await stage.begin(kept(begun, practice))
    speaking = stage.find(begun[0].session_id)
    assert speaking is not None
    async with speaking.watched():  # a page that stays
        await reached(speech.microphone.closed)
    await stage.close()
    *_, noticed, ended = (event.body for event in begun[0].log.read())
    assert isinstance(noticed, Noticed) and "broke" in noticed.what
    assert ended == SessionEnded("failed")
