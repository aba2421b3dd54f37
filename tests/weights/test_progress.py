import pytest

from extrabrain.weights.progress import Meter, Progress


class Watch:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_rate_and_the_time_left_are_those_of_fresh_bytes() -> None:
    told: list[Progress] = []
    watch = Watch()
    meter = Meter("m", 1_000, told.append, watch)
    meter.add(400, fresh=False)
    watch.now += 1
    meter.add(200)
    assert told[-1].done_bytes == 600
    assert told[-1].bytes_per_second == pytest.approx(200)
    assert told[-1].seconds_left == pytest.approx(2)


def test_it_tells_at_most_ten_times_a_second_but_each_change() -> None:
    told: list[Progress] = []
    watch = Watch()
    meter = Meter("m", 100, told.append, watch)
    for _ in range(50):
        watch.now += 0.02
        meter.add(2)
    assert 8 <= len(told) <= 11
    before = len(told)
    meter.doing("checking")
    meter.doing("checking")
    assert len(told) == before + 1


def test_the_total_never_falls_behind_what_came() -> None:
    told: list[Progress] = []
    meter = Meter("m", 100, told.append, Watch())
    meter.add(150)
    meter.doing("done")
    assert told[-1].total_bytes == told[-1].done_bytes == 150
    assert told[-1].seconds_left is None
