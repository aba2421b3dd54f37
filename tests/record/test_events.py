"""The event log: gapless, on disk before it is published, followed without loss by the slow and the late."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_made import KEY, QUESTION, begin, feedback, heard

from extrabrain.core.errors import NotFound
from extrabrain.core.event import (
    CaptureEnded,
    Event,
    FeedbackGiven,
    LagChanged,
    Noticed,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
    VoiceHeard,
)
from extrabrain.core.session import practice_session
from extrabrain.record import sessions
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog
from extrabrain.record.subscription import JOINT_EVENTS, Subscription


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        yield opened


@pytest.fixture
def log(store: Store) -> EventLog:
    return EventLog(store, begin(store))


async def take(subscription: Subscription, count: int) -> list[Event]:
    async with asyncio.timeout(20):
        return [await anext(subscription) for _ in range(count)]


def test_every_kind_of_event_comes_back_as_it_was(log: EventLog) -> None:
    bodies = [
        SessionStarted(practice_session("s1", "2026-01-01T09:00:00Z", "t", None), QUESTION),
        SegmentHeard(heard(0, "we tested it", is_final=False)),
        VoiceHeard(0, 100, 900),
        SegmentHeard(heard(0, "we tested it twice", revision=1)),
        LagChanged(1200),
        Noticed("The microphone is quiet.", "Come closer."),
        CaptureEnded(3000, "stopped"),
        FeedbackGiven(1, feedback()),
        SessionEnded("done"),
    ]
    appended = [log.append(10 * n, body) for n, body in enumerate(bodies)]
    assert [e.seq for e in appended] == list(range(len(bodies)))
    assert log.read() == appended
    assert [e.body for e in log.read()] == bodies
    assert log.read(7) == appended[7:]
    assert log.read(2, limit=3) == appended[2:5]
    assert log.read(99) == []


def test_no_session_no_event(store: Store) -> None:
    with pytest.raises(NotFound, match="no session 'ghost'"):
        EventLog(store, "ghost").append(0, LagChanged(1))


def test_sessions_count_apart(store: Store) -> None:
    first, second = EventLog(store, begin(store, "a")), EventLog(store, begin(store, "b"))
    assert [first.append(0, LagChanged(1)).seq, second.append(0, LagChanged(1)).seq] == [0, 0]
    assert first.append(1, LagChanged(2)).seq == 1


def test_many_threads_leave_no_gap(log: EventLog) -> None:
    def work() -> None:
        for _ in range(25):
            log.append(0, LagChanged(1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [e.seq for e in log.read()] == list(range(100))


def test_a_session_knows_its_question_its_length_and_its_end(store: Store, log: EventLog) -> None:
    log.append(0, SessionStarted(practice_session("s1", "2026-01-01T09:00:00Z", "t", None), QUESTION))
    assert [s.session.session_id for s in sessions.unfinished(store)] == ["s1"]
    log.append(2000, CaptureEnded(2000, "stopped"))
    log.append(2100, SessionEnded("done"))
    found = sessions.get(store, "s1")
    assert (found.question, found.duration_ms, found.end_reason) == (QUESTION.text, 2000, "done")
    assert sessions.unfinished(store) == []


async def test_what_is_published_is_already_on_disk(store: Store, log: EventLog, tmp_path: Path) -> None:
    on_disk: list[int] = []

    def listener(event: Event) -> None:
        with Store.open(tmp_path / "store.db", KEY) as other:
            on_disk.append(len(EventLog(other, event.session_id).read()))

    store.bulletin.listen("s1", listener)
    for _ in range(3):
        await log.aappend(0, LagChanged(1))
    assert on_disk == [1, 2, 3]


async def test_several_follow_from_now_and_from_the_start(store: Store, log: EventLog) -> None:
    await log.aappend(0, LagChanged(0))
    async with log.subscribe() as now, EventLog(store, "s1").subscribe(0) as all_of_it:
        for n in range(1, 4):
            await log.aappend(n, LagChanged(n))
        assert [e.seq for e in await take(now, 3)] == [1, 2, 3]
        assert [e.seq for e in await take(all_of_it, 4)] == [0, 1, 2, 3]


async def test_order_is_kept_when_appends_overlap(log: EventLog) -> None:
    async with log.subscribe() as following:
        await asyncio.gather(*(log.aappend(n, LagChanged(n)) for n in range(50)))
        assert [e.body for e in await take(following, 50)] == [LagChanged(n) for n in range(50)]


async def test_a_slow_follower_misses_nothing_and_blocks_nobody(log: EventLog) -> None:
    count = 3 * JOINT_EVENTS + 17
    async with log.subscribe(0) as slow:
        first = asyncio.create_task(anext(slow))
        await log.aappend(0, LagChanged(0))
        assert (await first).seq == 0
        for n in range(1, count):
            await log.aappend(n, LagChanged(n))
        assert [e.seq for e in await take(slow, count - 1)] == list(range(1, count))
        await log.aappend(count, LagChanged(count))
        assert [e.seq for e in await take(slow, 1)] == [count]


async def test_a_follower_that_starts_ahead_waits(log: EventLog) -> None:
    async with log.subscribe(2) as ahead:
        for n in range(4):
            await log.aappend(n, LagChanged(n))
        assert [e.seq for e in await take(ahead, 2)] == [2, 3]


async def test_closing_ends_a_follower_that_waits(log: EventLog) -> None:
    following = log.subscribe()
    heard_all = asyncio.create_task(anext(following, None))
    await asyncio.sleep(0)
    await following.aclose()
    assert await asyncio.wait_for(heard_all, 20) is None


async def test_deleting_the_session_ends_its_followers(store: Store, log: EventLog) -> None:
    async with log.subscribe(0) as following:
        for n in range(JOINT_EVENTS + 10):
            log.append(n, LagChanged(n))
        sessions.delete(store, "s1")
        await asyncio.sleep(0)
        assert await asyncio.wait_for(anext(following, None), 20) is None


async def test_a_cancelled_append_is_either_kept_and_told_or_neither(log: EventLog) -> None:
    async with log.subscribe(0) as following:
        tasks = [asyncio.create_task(log.aappend(n, LagChanged(n))) for n in range(20)]
        await asyncio.sleep(0)
        for task in tasks[10:]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await log.aappend(99, LagChanged(99))
        kept = log.read()
        assert [e.seq for e in kept] == list(range(len(kept)))
        assert len(kept) >= 11
        assert await take(following, len(kept)) == kept


def test_a_closed_loop_does_not_stop_the_log(log: EventLog) -> None:
    async def follow() -> Subscription:
        return log.subscribe()

    left_over = asyncio.run(follow())
    assert log.append(0, LagChanged(1)).seq == 0
    assert log.append(0, LagChanged(1)).seq == 1
    assert left_over is not None
