"""What the engine hears next, without an engine."""

from extrabrain.flows.desk import DEAREST_PARTIAL_MS, Desk, Job, Lag
from extrabrain.sound.turns import WINDOW_MS, Turn


def turn(number: int, end: int, *, now: int | None = None, start: int = 0) -> Turn:
    return Turn(number, start, end, ((start, end),), end if now is None else now)


def jobs(desk: Desk, growing: list[Turn], cost_ms: float = 1.0) -> list[int]:
    """Ends of the partials that are heard while the turn grows."""
    heard: list[int] = []
    for state in growing:
        desk.growing(state)
        job = desk.next()
        if job is not None:
            assert not job.is_final
            heard.append(job.turn.end)
            desk.done(job, cost_ms)
    return heard


def test_nothing_to_do():
    assert Desk().next() is None


def test_the_first_partial_comes_after_nine_windows_and_then_every_nine():
    assert jobs(Desk(), [turn(0, end) for end in range(1, 40)]) == [9, 18, 27, 36]


def test_silence_brings_one_last_partial_at_once():
    growing = [turn(0, end) for end in range(1, 13)] + [turn(0, 12, now=now) for now in range(13, 20)]
    assert jobs(Desk(), growing) == [9, 12]


def test_a_dear_engine_is_asked_less_often():
    growing = [turn(0, end) for end in range(1, 100)]
    cheap, dear = jobs(Desk(), growing), jobs(Desk(), growing, cost_ms=150.0)
    assert len(dear) < len(cheap) / 2


def test_an_engine_that_is_too_slow_gives_no_partials():
    desk = Desk()
    desk.closed(turn(0, 10))
    job = desk.next()
    assert job is not None
    desk.done(job, 3.0 * 10 * WINDOW_MS)
    limit = int(DEAREST_PARTIAL_MS / 3.0 / WINDOW_MS)
    assert [end for end in jobs(desk, [turn(1, end) for end in range(1, 60)]) if end > limit] == []


def test_an_engine_that_keeps_its_place_is_given_what_is_new_however_long_the_first_piece_took():
    growing = [turn(0, end) for end in range(1, 40)]
    assert jobs(Desk(anew=False), growing, cost_ms=3_000.0) == [9, 18, 27, 36]
    assert jobs(Desk(), growing, cost_ms=3_000.0) == [9]


def test_closed_turns_come_first_and_in_order():
    desk = Desk()
    desk.growing(turn(1, 50, start=20))
    desk.closed(turn(0, 20))
    desk.closed(turn(1, 50, start=20))
    desk.growing(turn(2, 90, start=60))
    order: list[tuple[int, bool]] = []
    while (job := desk.next()) is not None:
        order.append((job.turn.turn, job.is_final))
        desk.done(job, 1.0)
    assert order == [(0, True), (1, True), (2, False)]


def test_a_closed_turn_no_longer_grows():
    desk = Desk()
    desk.growing(turn(0, 50))
    desk.closed(turn(0, 40))
    job = desk.next()
    assert job is not None
    assert job == Job(turn(0, 40), True)
    desk.done(job, None)
    assert desk.next() is None


def test_behind_counts_from_the_closing_of_the_oldest_turn():
    desk = Desk()
    assert desk.behind_ms(100) == 0
    desk.closed(turn(0, 20, now=30))
    desk.closed(turn(1, 60, now=70))
    assert desk.behind_ms(100) == 70 * WINDOW_MS
    job = desk.next()
    assert job is not None
    desk.done(job, 1.0)
    assert desk.behind_ms(100) == 30 * WINDOW_MS


def test_lag_is_said_in_steps_and_ends_with_zero():
    lag = Lag()
    said = [ms for behind in (0, 900, 1200, 1900, 2300, 1500, 1200, 800, 100, 0) for ms in lag.push(behind)]
    assert said == [1200, 2300, 1200, 0]
