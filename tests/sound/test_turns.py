"""Turns by drawing: `#` is voice, `.` is silence, a digit n is probability n/10; one sign a 32 ms window."""

from hypothesis import given
from hypothesis import strategies as st

from extrabrain.sound.turns import WINDOW_MS, Turn, Turns, TurnShape

SHAPE = TurnShape(
    min_speech_ms=2 * WINDOW_MS,
    pre_roll_ms=1 * WINDOW_MS,
    tail_ms=1 * WINDOW_MS,
    hangover_ms=3 * WINDOW_MS,
    soft_turn_ms=8 * WINDOW_MS,
    short_hangover_ms=2 * WINDOW_MS,
    max_turn_ms=10 * WINDOW_MS,
)


def probabilities(drawing: str) -> list[float]:
    return [{"#": 1.0, ".": 0.0}.get(sign, int(sign) / 10 if sign.isdigit() else 0.0) for sign in drawing]


def turns_of(drawing: str, shape: TurnShape = SHAPE) -> list[Turn]:
    machine = Turns(shape)
    closed = [turn for p in probabilities(drawing) for turn in machine.push(p)]
    return closed + machine.flush()


def heard(drawing: str) -> str:
    """Which turn each window belongs to, from 1; `.` for none."""
    out = ["."] * len(drawing)
    for turn in turns_of(drawing):
        for window in range(turn.start, turn.end):
            assert out[window] == ".", "turns overlap"
            out[window] = str(turn.turn + 1)
    return "".join(out)


def test_silence_is_no_turn():
    assert heard("........") == "........"


def test_a_click_is_no_turn():
    assert heard("...#....#...") == "............"


def test_a_turn_keeps_pre_roll_and_tail():
    assert heard("..##....") == ".1111..."


def test_a_short_pause_does_not_close():
    assert heard("..##..##....") == ".11111111..."


def test_a_long_pause_closes_and_the_next_turn_begins():
    assert heard("..##...##....") == ".1111.2222..."


def test_turns_that_touch_share_no_window():
    shape = TurnShape(**{**as_dict(SHAPE), "pre_roll_ms": 3 * WINDOW_MS})
    first, second = turns_of("..##...##....", shape)
    assert (first.end, second.start) == (5, 5)


def test_the_end_of_the_sound_closes():
    assert heard("..###") == ".1111"
    assert heard("##") == "11"


def test_hysteresis_keeps_a_weak_syllable_but_does_not_begin_with_one():
    assert heard("..##4444....") == ".11111111..."
    assert heard("..4444......") == "............"


def test_a_long_turn_closes_sooner():
    assert heard("########..##...") == "1111111112222.."


def test_endless_speech_is_cut_where_voice_is_least_likely():
    drawing = "#######5#######"
    first, second = turns_of(drawing)
    assert (first.start, first.end, first.cut) == (0, 7, True)
    assert (second.start, second.end, second.cut) == (7, 15, False)
    assert heard(drawing) == "111111122222222"


def test_no_turn_is_longer_than_the_limit():
    for turn in turns_of("#" * 100):
        assert turn.end - turn.start <= SHAPE.max_windows


def test_voiced_stretches_are_those_with_voice():
    (turn,) = turns_of("..##..###...")
    assert turn.voiced == ((2, 4), (6, 9))
    assert turn.voiced_ms == ((64, 128), (192, 288))


def test_closed_at_says_when_the_machine_knew():
    machine = Turns(SHAPE)
    closed = [(i + 1, t) for i, p in enumerate(probabilities("..##......")) for t in machine.push(p)]
    assert [(at, turn.closed_at) for at, turn in closed] == [(7, 7)]


def test_the_open_turn_stands_still_in_silence():
    machine = Turns(SHAPE)
    ends: list[int | None] = []
    for p in probabilities("..###.."):
        assert machine.push(p) == []
        ends.append(machine.open.end if machine.open else None)
    assert ends == [None, None, None, 4, 5, 6, 6]


def test_it_goes_on_in_the_middle_of_a_recording():
    machine = Turns(SHAPE, first_window=100, first_turn=7)
    closed = [turn for p in probabilities("..##...") for turn in machine.push(p)]
    assert [(t.turn, t.start, t.end) for t in closed] == [(7, 101, 105)]


def test_it_goes_on_after_a_flush():
    machine = Turns(SHAPE)
    for p in probabilities("###"):
        machine.push(p)
    assert [t.end for t in machine.flush()] == [3]
    assert machine.flush() == []
    closed = [turn for p in probabilities("..##...") for turn in machine.push(p)]
    assert [(t.turn, t.start, t.end) for t in closed] == [(1, 4, 8)]


@given(st.text(alphabet="#.0123456789", max_size=400))
def test_turns_never_overlap_and_never_lose_their_voice(drawing: str):
    last_end = 0
    machine = Turns(SHAPE)
    turns: list[Turn] = []
    for p in probabilities(drawing):
        needed = machine.needs_from
        closed = machine.push(p)
        assert all(turn.start >= needed for turn in closed)
        turns += closed
    turns += machine.flush()
    assert [turn.turn for turn in turns] == list(range(len(turns)))
    for turn in turns:
        assert last_end <= turn.start < turn.end <= len(drawing)
        assert turn.end - turn.start <= SHAPE.max_windows
        assert turn.voiced
        for start, end in turn.voiced:
            assert turn.start <= start < end <= turn.end
        last_end = turn.end


def as_dict(shape: TurnShape) -> dict[str, float]:
    return {name: getattr(shape, name) for name in TurnShape.__dataclass_fields__}
