"""When somebody speaks, and when they are done: a machine over voice probabilities, one per 32 ms window.

No clock, no thread, no audio: `push(probability) -> list[Turn]`, `flush() -> list[Turn]`. Turns never
overlap, so no word is heard twice; a turn that must be cut while somebody speaks is cut where voice is
least likely.
"""

from dataclasses import dataclass, replace

WINDOW_SAMPLES = 512
"""Samples at 16 kHz that one probability speaks for."""

WINDOW_MS = 32


@dataclass(frozen=True, slots=True)
class TurnShape:
    """How turns open and close. `on` and `off` are probabilities: voice starts at `on`, lasts above `off`."""

    on: float = 0.5
    off: float = 0.35
    min_speech_ms: int = 96
    pre_roll_ms: int = 320
    tail_ms: int = 192
    hangover_ms: int = 640
    soft_turn_ms: int = 14_000
    """From this length on the shorter hangover counts, so that few turns are ever cut in speech."""
    short_hangover_ms: int = 256
    max_turn_ms: int = 24_000

    @property
    def max_windows(self) -> int:
        return self.max_turn_ms // WINDOW_MS


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch to recognise: windows `[start, end)`, with pre-roll and tail around the voice in it.

    `voiced` are the stretches of windows with voice, in order; `closed_at` is the window count at which the
    machine knew; `cut` is true where speech went on.
    """

    turn: int
    start: int
    end: int
    voiced: tuple[tuple[int, int], ...]
    closed_at: int
    cut: bool = False

    @property
    def start_ms(self) -> int:
        return self.start * WINDOW_MS

    @property
    def end_ms(self) -> int:
        return self.end * WINDOW_MS

    @property
    def voiced_ms(self) -> tuple[tuple[int, int], ...]:
        return tuple((a * WINDOW_MS, b * WINDOW_MS) for a, b in self.voiced)


class Turns:
    """The machine. `first_window` and `first_turn` let it go on in the middle of a recording."""

    def __init__(self, shape: TurnShape | None = None, *, first_window: int = 0, first_turn: int = 0) -> None:
        self.shape = shape or TurnShape()
        self.window = first_window
        """Windows pushed so far, counted from the start of the recording."""
        self._turn = first_turn
        self._floor = first_window
        self._run = 0
        self._open: list[float] | None = None
        self._start = 0
        self._voiced: list[tuple[int, int]] = []
        self._in_voice = False

    def push(self, probability: float) -> list[Turn]:
        """The turns that this window closes: none or one."""
        self.window += 1
        shape = self.shape
        self._in_voice = probability >= (shape.off if self._in_voice else shape.on)
        if self._open is None:
            self._run = self._run + 1 if self._in_voice else 0
            if self._run * WINDOW_MS >= shape.min_speech_ms:
                self._begin(probability)
            return []
        self._open.append(probability)
        if self._in_voice:
            self._extend_voice(self.window - 1)
        length = self.window - self._start
        if self.window - self._voiced[-1][1] >= self._hangover(length):
            return [self._close()]
        if length >= shape.max_windows:
            return [self._cut()]
        return []

    def flush(self) -> list[Turn]:
        """Closes the open turn, if there is one; the machine may go on afterwards."""
        self._run = 0
        self._in_voice = False
        return [] if self._open is None else [self._close()]

    @property
    def open(self) -> Turn | None:
        """The open turn as it would be if it closed now; its `end` stands still once silence has set in."""
        if self._open is None:
            return None
        end = min(self._voiced[-1][1] + self.shape.tail_ms // WINDOW_MS, self.window)
        return Turn(self._turn, self._start, end, tuple(self._voiced), self.window)

    @property
    def needs_from(self) -> int:
        """Sound before this window is no part of any turn to come."""
        if self._open is not None:
            return self._start
        pre_roll = (self.shape.pre_roll_ms + self.shape.min_speech_ms) // WINDOW_MS + 1
        return max(self._floor, self.window - pre_roll)

    def _hangover(self, length: int) -> int:
        shape = self.shape
        soft = length * WINDOW_MS >= shape.soft_turn_ms
        return (shape.short_hangover_ms if soft else shape.hangover_ms) // WINDOW_MS

    def _begin(self, probability: float) -> None:
        voice_start = self.window - self._run
        self._start = max(self._floor, voice_start - self.shape.pre_roll_ms // WINDOW_MS)
        self._open = [1.0] * (self.window - self._start - 1) + [probability]
        self._voiced = [(voice_start, self.window)]

    def _extend_voice(self, at: int) -> None:
        if self._voiced and self._voiced[-1][1] == at:
            self._voiced[-1] = (self._voiced[-1][0], at + 1)
        else:
            self._voiced.append((at, at + 1))

    def _close(self) -> Turn:
        turn = self.open
        assert turn is not None
        self._open = None
        self._run = 0
        self._turn += 1
        self._floor = turn.end
        return turn

    def _cut(self) -> Turn:
        """Ends the turn where voice is least likely in its last two fifths; the rest is a turn of its own."""
        heard = self._open
        turn = self.open
        assert heard is not None and turn is not None
        first = len(heard) * 3 // 5
        likely = {i: (sum(heard[i - 1 : i + 2]), heard[i]) for i in range(first, len(heard) - 1)}
        at = self._start + min(likely, key=likely.__getitem__)
        before = tuple((a, min(b, at)) for a, b in turn.voiced if a < at)
        after = [(max(a, at), b) for a, b in turn.voiced if b > at]
        self._floor = at
        self._turn += 1
        if after:
            self._open = heard[at - self._start :]
            self._start = at
            self._voiced = after
        else:
            self._open = None
            self._run = 0
        return replace(turn, end=at, voiced=before, cut=bool(after))
