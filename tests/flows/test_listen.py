"""Listening: a real spool, real turns, an engine that is told what to say."""

import asyncio
import resource
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extrabrain.core.errors import NotHeard, ProtectedStorage
from extrabrain.core.event import CaptureEnded, EventBody, LagChanged, Noticed, SegmentHeard, VoiceHeard
from extrabrain.core.speech import Segment
from extrabrain.core.transcript import Transcript, fold
from extrabrain.flows import patience
from extrabrain.flows.listen import PAUSE_SAMPLES, Listening
from extrabrain.sound.loudness import Loudness
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import read_spool
from extrabrain.words.engine import Engine, Heard, Samples
from extrabrain.words.scripted import Scripted

KEY = bytes(32)
FRAME = 640


def voice(seconds: float, hz: float = 200.0) -> bytes:
    t = np.arange(int(seconds * 16_000)) / 16_000
    return (np.sin(2 * np.pi * hz * t) * 9_000).astype("<i2").tobytes()


def quiet(seconds: float) -> bytes:
    return bytes(int(seconds * 16_000) * 2)


TWO_TURNS = quiet(0.5) + voice(1.6) + quiet(1.2) + voice(2.08, 300.0) + quiet(1.2)


class Heardbook:
    """Keeps what is published, in order."""

    def __init__(self) -> None:
        self.events: list[tuple[int, EventBody]] = []

    async def __call__(self, body: EventBody, at_ms: int) -> None:
        await asyncio.sleep(0)
        self.events.append((at_ms, body))

    def of(self, kind: type) -> list:
        return [body for _, body in self.events if isinstance(body, kind)]

    @property
    def segments(self) -> list[Segment]:
        return [body.segment for body in self.of(SegmentHeard)]

    @property
    def finals(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.is_final]

    @property
    def transcript(self) -> Transcript:
        return fold(self.segments)


class Counting:
    """A scripted engine that keeps the length of each slice, and may be told to fail or to wait."""

    name = "counting"

    def __init__(self, texts: list[str], before: Callable[[int], object] = lambda _: None) -> None:
        self._inner = Scripted(texts)
        self._before = before
        self.slices: list[int] = []

    def hear(self, samples: Samples) -> Heard:
        self._before(len(self.slices))
        self.slices.append(len(samples))
        return self._inner.hear(samples)


class Dying(Counting):
    def hear(self, samples: Samples) -> Heard:
        heard = super().hear(samples)
        if heard.text == "dies":
            raise RuntimeError("the engine died")
        return heard


async def play(listening: Listening, sound: bytes, *, frames_per_breath: int = 10**9) -> None:
    """Feeds in 20 ms frames; sometimes lets the engine's thread catch its breath."""
    for number, at in enumerate(range(0, len(sound), FRAME)):
        await listening.feed(sound[at : at + FRAME])
        if number % frames_per_breath == frames_per_breath - 1:
            await asyncio.sleep(0.01)


async def capture(
    path: Path,
    engine: Engine,
    sound: bytes,
    *,
    before: Transcript | None = None,
    frames_per_breath: int = 10**9,
) -> Heardbook:
    book = Heardbook()
    listening = Listening(Spool(path, KEY), Loudness(), engine, book, before=before)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        await play(listening, sound, frames_per_breath=frames_per_breath)
        listening.finish()
    return book


async def test_two_turns_end_as_two_final_segments(tmp_path: Path):
    book = await capture(tmp_path / "a.spool", Scripted(["the first", "and the second"]), TWO_TURNS)
    assert [s.text for s in book.finals] == ["the first", "and the second"]
    assert [s.turn for s in book.finals] == [0, 1]
    assert book.transcript.text == "the first and the second"
    first, second = book.finals
    assert abs(first.start_ms - 500) <= 32
    assert abs(first.end_ms - 2_100) <= 32
    assert abs(second.start_ms - 3_300) <= 32
    for segment in book.finals:
        assert segment.text == " ".join(word.text for word in segment.words)
        assert all(segment.start_ms <= w.start_ms <= w.end_ms <= segment.end_ms for w in segment.words)
        assert all(word.interpolated for word in segment.words)


async def test_the_order_of_events(tmp_path: Path):
    book = await capture(tmp_path / "a.spool", Scripted(["one", "two"]), TWO_TURNS, frames_per_breath=10)
    bodies = [body for _, body in book.events]
    for turn in (0, 1):
        heard = next(i for i, b in enumerate(bodies) if isinstance(b, VoiceHeard) and b.turn == turn)
        final = next(
            i
            for i, b in enumerate(bodies)
            if isinstance(b, SegmentHeard) and b.segment.is_final and b.segment.turn == turn
        )
        assert heard < final
    assert bodies[-1] == CaptureEnded(len(TWO_TURNS) // 32, "stopped")
    times = [at_ms for at_ms, body in book.events if isinstance(body, SegmentHeard)]
    assert times == sorted(times)


async def test_partials_come_while_the_turn_is_open_and_the_final_has_the_highest_revision(tmp_path: Path):
    engine = Scripted(["one two three four five six"], words_per_second=3.0)
    book = Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), engine, book)
    sound = quiet(0.3) + voice(2.4) + quiet(1.0)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        for number, end_s in enumerate((1.0, 1.8, 2.6), 1):
            at = int((0.0, 1.0, 1.8)[number - 1] * 32_000)
            await play(listening, sound[at : int(end_s * 32_000)])
            await until(lambda number=number: len(book.segments) >= number)
        assert not any(s.is_final for s in book.segments)
        assert book.of(VoiceHeard) == []
        await play(listening, sound[int(2.6 * 32_000) :])
        listening.finish()
    assert [s.revision for s in book.segments] == list(range(len(book.segments)))
    lengths = [len(s.words) for s in book.segments]
    assert lengths == sorted(lengths)
    assert [s.is_final for s in book.segments] == [False] * (len(lengths) - 1) + [True]
    assert book.segments[-1].text == "one two three four five six"


async def test_the_last_partial_is_the_final_so_that_it_costs_nothing(tmp_path: Path):
    engine = Counting(["all of it"])
    book = Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), engine, book)
    settled = (320 + 1_600 + 192) * 16
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        await play(listening, quiet(0.64) + voice(1.6) + quiet(0.4))
        await until(lambda: settled in engine.slices)
        heard = len(engine.slices)
        await play(listening, quiet(0.8))
        listening.finish()
    assert len(engine.slices) == heard
    assert [s.text for s in book.finals] == ["all of it"]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.005)


async def test_what_was_fed_is_on_disk_bit_for_bit(tmp_path: Path):
    await capture(tmp_path / "a.spool", Scripted(["x", "y"]), TWO_TURNS)
    assert b"".join(read_spool(tmp_path / "a.spool", KEY)) == TWO_TURNS


async def test_frames_of_any_size_give_the_same(tmp_path: Path):
    book = Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), Scripted(["one", "two"]), book)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        at, size = 0, 2
        while at < len(TWO_TURNS):
            await listening.feed(TWO_TURNS[at : at + size])
            at, size = at + size, (size * 7 + 2) % 9_000 // 2 * 2 + 2
        listening.finish()
    other = await capture(tmp_path / "b.spool", Scripted(["one", "two"]), TWO_TURNS)
    assert [replace(s, revision=0) for s in book.finals] == [replace(s, revision=0) for s in other.finals]


class Following:
    """Keeps its place as a streaming engine does; `refusals` are raised first, one a piece of sound."""

    name = "following"

    def __init__(self, texts: list[str], refusals: list[NotHeard] | None = None) -> None:
        self.texts = texts
        self.refusals = refusals or []
        self.given: list[list[int]] = []
        self.finished = 0

    def hear(self, samples: Samples) -> Heard:
        ear = self.listen()
        ear.push(samples)
        return ear.finish()

    def listen(self) -> "FollowingEar":
        self.given.append([])
        return FollowingEar(self, self.given[-1])


class FollowingEar:
    def __init__(self, engine: Following, given: list[int]) -> None:
        self._engine = engine
        self._given = given

    def push(self, samples: Samples) -> Heard:
        if self._engine.refusals:
            raise self._engine.refusals.pop(0)
        self._given.append(len(samples))
        return Heard("so far")

    def finish(self) -> Heard:
        self._engine.finished += 1
        return Heard(self._engine.texts[self._engine.finished - 1])

    def close(self) -> None:
        self._given.append(-1)


async def test_an_engine_that_keeps_its_place_gets_each_sound_once(tmp_path: Path):
    engine = Following(["the first", "and the second"])
    book = await capture(tmp_path / "a.spool", engine, TWO_TURNS, frames_per_breath=5)
    assert [s.text for s in book.finals] == ["the first", "and the second"]
    assert "so far" in [s.text for s in book.segments]
    counting = Counting(["the first", "and the second"])
    await capture(tmp_path / "b.spool", counting, TWO_TURNS)
    given = [sum(n for n in given if n > 0) for given in engine.given]
    assert len(given) == 2 and set(given) <= set(counting.slices)


async def test_an_engine_that_cannot_hear_now_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patience, "FIRST_S", 0.01)
    gone = NotHeard("It is gone.", next_step="Wait.")
    engine = Following(["the first", "and the second"], [gone, gone])
    book = await capture(tmp_path / "a.spool", engine, TWO_TURNS, frames_per_breath=5)
    assert [s.text for s in book.finals] == ["the first", "and the second"]
    assert [n.what for n in book.of(Noticed)] == ["It is gone."]


async def test_what_only_the_user_can_mend_ends_it_after_the_capture(tmp_path: Path):
    refused = NotHeard("The key is wrong.", next_step="Give it again.", lasts=True)
    engine = Following(["never"], [refused] * 9)
    path = tmp_path / "a.spool"
    with pytest.raises(NotHeard, match="key is wrong"):
        await run_to_end(path, engine)
    again = await capture(path, Scripted(["the first", "and the second"]), b"")
    assert again.transcript.text == "the first and the second"


async def run_to_end(path: Path, engine: Engine) -> None:
    listening = Listening(Spool(path, KEY), Loudness(), engine, Heardbook())
    running = asyncio.create_task(listening.run())
    await play(listening, TWO_TURNS)
    listening.finish()
    await running


async def test_silence_gives_no_segment(tmp_path: Path):
    book = await capture(tmp_path / "a.spool", Scripted(["never"]), quiet(3.0))
    assert [body for _, body in book.events] == [CaptureEnded(3_000, "stopped")]


async def test_nothing_at_all(tmp_path: Path):
    book = await capture(tmp_path / "a.spool", Scripted([]), b"")
    assert [body for _, body in book.events] == [CaptureEnded(0, "stopped")]


async def test_a_pause_closes_the_turn_and_keeps_nothing(tmp_path: Path):
    book = Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), Scripted(["before", "after"]), book)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        await play(listening, quiet(0.2) + voice(1.0))
        listening.pause()
        listening.pause()
        await play(listening, voice(2.0, 440.0))
        listening.resume()
        await play(listening, voice(1.0, 300.0))
        listening.finish("ended")
    assert [s.text for s in book.finals] == ["before", "after"]
    kept = b"".join(read_spool(tmp_path / "a.spool", KEY))
    muted = quiet(PAUSE_SAMPLES / 16_000) + quiet(2.0)
    assert kept == quiet(0.2) + voice(1.0) + muted + voice(1.0, 300.0)
    assert book.of(CaptureEnded) == [CaptureEnded(len(kept) // 32, "ended")]
    assert book.finals[1].start_ms > book.finals[0].end_ms + 2_900


async def test_the_end_is_told_before_what_was_said_is_recognised(tmp_path: Path):
    class Patient(Scripted):
        """Recognises nothing until it may."""

        def hear(self, samples: Samples) -> Heard:
            may.wait(20)
            return super().hear(samples)

    may, book = threading.Event(), Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), Patient(["late"]), book)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        await play(listening, quiet(0.2) + voice(1.0))
        listening.finish("locked")
        async with asyncio.timeout(5):
            while not book.of(CaptureEnded):
                await asyncio.sleep(0.005)
        assert book.finals == []
        may.set()
    assert [s.text for s in book.finals] == ["late"]


async def test_after_the_end_nothing_is_taken(tmp_path: Path):
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), Scripted([]), Heardbook())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        await listening.feed(quiet(0.1))
        listening.finish()
        await listening.feed(voice(0.1))
    await listening.feed(voice(0.1))
    assert b"".join(read_spool(tmp_path / "a.spool", KEY)) == quiet(0.1)


async def test_a_slow_engine_lags_says_so_and_catches_up(tmp_path: Path):
    """The engine waits until all sound has been fed, so it is behind by everything there is."""
    fed = threading.Event()
    texts = [f"turn {n}" for n in range(5)]
    engine = Counting(texts, before=lambda _: fed.wait(20))
    sound = b"".join(quiet(0.4) + voice(1.2, 200.0 + 50 * n) + quiet(0.8) for n in range(5))
    book = Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), engine, book)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        await play(listening, sound, frames_per_breath=5)
        while not any(isinstance(body, LagChanged) for _, body in book.events):
            await asyncio.sleep(0.01)
        assert book.finals == []
        fed.set()
        listening.finish()
    lags = [body.behind_ms for body in book.of(LagChanged)]
    assert max(lags) >= 5_000
    assert lags[-1] == 0
    assert [s.text for s in book.finals] == texts
    assert b"".join(read_spool(tmp_path / "a.spool", KEY)) == sound


async def test_after_a_crash_the_missing_turns_are_recognised(tmp_path: Path):
    path = tmp_path / "a.spool"
    book = Heardbook()
    listening = Listening(Spool(path, KEY), Loudness(), Dying(["the first", "dies"]), book)
    with pytest.raises(RuntimeError, match="the engine died"):
        await run_dying(listening, TWO_TURNS)
    assert [s.text for s in book.finals] == ["the first"]
    assert b"".join(read_spool(path, KEY)) == TWO_TURNS

    with path.open("ab") as torn:
        torn.write(b"half a frame")
    tail = voice(1.0, 500.0) + quiet(1.0)
    again = await capture(path, Scripted(["and the second", "and more"]), tail, before=book.transcript)
    assert [(s.turn, s.text) for s in again.finals] == [(1, "and the second"), (2, "and more")]
    whole = fold([*book.segments, *again.segments])
    assert whole.text == "the first and the second and more"
    assert b"".join(read_spool(path, KEY)) == TWO_TURNS + tail


async def run_dying(listening: Listening, sound: bytes) -> None:
    """All sound is on disk before anything is recognised; `run` then ends with the engine's error."""
    await play(listening, sound)
    listening.finish()
    await listening.run()


async def test_revisions_go_on_after_a_crash(tmp_path: Path):
    path = tmp_path / "a.spool"
    with Spool(path, KEY) as spool:
        spool.append(quiet(0.2) + voice(1.0) + quiet(1.0))
    partial = Segment(0, 6, "mic", None, "the fir", (), 192, 900, False)
    book = await capture(path, Scripted(["the first"]), b"", before=fold([partial]))
    assert [(s.turn, s.revision, s.is_final) for s in book.finals] == [(0, 7, True)]
    assert fold([partial, *book.segments]).text == "the first"


async def test_a_finished_capture_reopened_says_nothing_twice(tmp_path: Path):
    path = tmp_path / "a.spool"
    book = await capture(path, Scripted(["one", "two"]), TWO_TURNS)
    again = await capture(path, Scripted(["never"]), b"", before=book.transcript)
    assert [body for _, body in again.events] == [CaptureEnded(len(TWO_TURNS) // 32, "stopped")]


async def test_a_full_disk_ends_the_capture_with_what_there_is(tmp_path: Path):
    book = Heardbook()
    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), Scripted(["what there is"]), book)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listening.run())
            with pytest.raises(ProtectedStorage):
                await play(listening, quiet(0.2) + voice(5.0))
            with pytest.raises(ProtectedStorage):
                await listening.feed(voice(0.02))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    (notice,) = book.of(Noticed)
    assert "cannot be written" in notice.what
    assert notice.next_step
    assert [s.text for s in book.finals] == ["what there is"]
    (ended,) = book.of(CaptureEnded)
    assert ended.reason == "lost"
    kept = b"".join(read_spool(tmp_path / "a.spool", KEY))
    assert (quiet(0.2) + voice(5.0)).startswith(kept)
    assert ended.duration_ms == len(kept) // 32 > 1_000


async def test_a_publisher_that_fails_ends_it_loudly(tmp_path: Path):
    async def refuse(body: EventBody, at_ms: int) -> None:
        raise ProtectedStorage("the store is full", next_step="make room")

    listening = Listening(Spool(tmp_path / "a.spool", KEY), Loudness(), Scripted(["x"]), refuse)
    with pytest.raises(ProtectedStorage, match="the store is full"):
        await run_dying(listening, TWO_TURNS)
    assert b"".join(read_spool(tmp_path / "a.spool", KEY)) == TWO_TURNS
