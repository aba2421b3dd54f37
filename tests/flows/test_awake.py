from extrabrain.flows.awake import JUMP_S, Awake, clock_s


def test_a_slow_look_is_no_sleep_and_a_jump_is_one() -> None:
    awake = Awake(100.0)
    assert [awake.push(t) for t in (100.2, 101.0, 101.0 + JUMP_S)] == [False, False, False]
    assert awake.push(101.0 + 2 * JUMP_S + 0.1)
    assert not awake.push(101.0 + 2 * JUMP_S + 0.4), "once for each sleep"


def test_the_clock_goes_forward() -> None:
    first = clock_s()
    assert clock_s() >= first
