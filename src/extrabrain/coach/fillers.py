"""Fillers and hedges in the words of an answer, as spans of words.

A word such as `like`, `so` or `well` is a filler only where it fills: the words and commas around it decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extrabrain.coach.cues import CueBook
from extrabrain.coach.filling import fills, softens
from extrabrain.coach.place import Place, is_sound
from extrabrain.coach.tokens import Token
from extrabrain.coach.words import word_set

_OPENERS = word_set("openers")
_ASSENT = frozenset({"huh", "uh", "hmm", "hm", "mm", "oh"})
"""The halves of `uh-huh`, `huh-uh`, `mm-hmm`, `uh-oh`."""
_ASSENTS = frozenset({"uh huh", "huh uh", "mm hmm", "mm hm", "uh oh"})

LONG_RUN = 3
"""So many openers and sounds in a row with a `so` among them (`okay so um`) fill as a whole."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to `last` (inclusive)."""

    first: int
    last: int
    weight: float = 1.0


@cache
def _book() -> CueBook:
    return CueBook(Path(__file__).with_name("params").joinpath("speech.txt").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Fillers and hedges in order; they never overlap within a list."""

    fillers: tuple[Span, ...]
    hedges: tuple[Span, ...]


def spoken(text: str, row: Sequence[Token], starts: frozenset[int]) -> Spoken:
    """`starts` are the numbers of the words that begin a clause."""
    fillers = [*_sounds(text, row), *_runs(text, row)]
    hedges: list[Span] = []
    for cue in _book().find(row, starts):
        place = Place(text, row, cue.first, cue.last, cue.first in starts)
        if cue.name == "hedge":
            weight = _hedge_weight(place)
            if weight:
                hedges.append(Span(cue.first, cue.last, weight))
        elif fills(place):
            fillers.append(Span(cue.first, cue.last))
    return Spoken(_apart(fillers), _apart(hedges))


def _sounds(text: str, row: Sequence[Token]) -> list[Span]:
    """Filled pauses; not half of a word that says something, nor unit or digit (`5 mm`, `three oh five`)."""
    found: list[Span] = []
    for at, token in enumerate(row):
        if not is_sound(token.low):
            continue
        place = Place(text, row, at, at, opens=False)
        halves = token.low in _ASSENT and _ASSENT & {place.before(), place.after()}
        measured = token.low in ("oh", "mm") and (place.number_before or place.number_after)
        if not (measured or place.shouted or (halves and (place.joined or _close_halves(place)))):
            found.append(Span(at, at))
    return found


def _close_halves(place: Place) -> bool:
    """`uh huh` without a hyphen, as recognisers write it; `uh uh` is the same sound twice."""
    after, before = f"{place.words} {place.after()}", f"{place.before()} {place.words}"
    return (after in _ASSENTS and not place.comma_after) or (before in _ASSENTS and not place.comma_before)


def _runs(text: str, row: Sequence[Token]) -> list[Span]:
    """The openers of `so yeah`, `okay so um` and the like; an opener alone says something."""
    found: list[Span] = []
    at = 0
    while at < len(row):
        end = at
        while end < len(row) and (row[end].low in _OPENERS or is_sound(row[end].low)):
            if end > at and any(mark in text[row[end - 1].end : row[end].start] for mark in ".?!"):
                break
            end += 1
        run = [token.low for token in row[at:end]]
        if "so" in run and (len(run) >= LONG_RUN or "yeah" in run):
            found += [Span(number, number) for number in range(at, end) if row[number].low in _OPENERS]
        at = max(end, at + 1)
    return found


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Without overlaps: the longer one of two that share a word stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.first, -s.last)):
        if not kept or span.first > kept[-1].last:
            kept.append(span)
    return tuple(kept)


def _hedge_weight(place: Place) -> float:
    """0 for a stated chance (`maybe 40 percent`), which is no hedge; `i think` before a claim counts half."""
    words, after = place.words, place.after()
    if place.number_after:
        return 0.0
    if words in ("sort of", "kind of"):
        return float(softens(place))
    if words in ("i think", "i believe", "might", "could be", "may be", "probably", "potentially", "or so"):
        return 0.5
    if words == "i don't know" and after in ("how", "whether", "if", "what", "of"):
        return 0.0
    if words in ("not sure", "seems to", "seem to", "it seems"):
        return 0.5
    return 1.0
