"""Fillers and hedges in the words of an answer, as spans of words.

A word such as `like`, `so` or `well` is a filler only where it fills: the words and commas around it decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extrabrain.coach.cues import CueBook
from extrabrain.coach.tokens import Token, is_number
from extrabrain.coach.words import word_set

_NOT_FILLER_BEFORE_LIKE = word_set("not_filler_before_like")
_COMPARED = word_set("compared")
_SUBJECTS = word_set("subjects")
_SOUNDS = word_set("sounds")
_OPENERS = word_set("openers")
_ASSENT = frozenset({"huh", "hmm", "hm", "oh"})
_NAMED_KIND = word_set("named_kind")
_FILLED_AFTER_LIKE = word_set("filled_after_like")
_ASKED_AFTER_KNOW = word_set("asked_after_know")
_ASKS_BEFORE_PHRASE = word_set("asks_before_phrase")


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
    fillers: list[Span] = []
    hedges: list[Span] = []
    for cue in _book().find(row, starts):
        if cue.name == "hedge":
            weight = _hedge_weight(row, cue.first, cue.last)
            if weight:
                hedges.append(Span(cue.first, cue.last, weight))
        elif cue.name == "sound" and _is_word_of_assent(text, row, cue.last):
            continue
        elif cue.name == "sound" or _fills(text, row, cue.first, cue.last, cue.first in starts):
            fillers.append(Span(cue.first, cue.last))
    return Spoken(_apart(fillers), _apart(hedges))


def _is_word_of_assent(text: str, row: Sequence[Token], last: int) -> bool:
    """`uh-huh`, `mm-hmm`, `uh-oh`: the sound is half of a word that says something."""
    after = row[last + 1] if last + 1 < len(row) else None
    return after is not None and after.low in _ASSENT and text[row[last].end : after.start] in ("-", " ")


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Without overlaps: the longer one of two that share a word stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.first, -s.last)):
        if not kept or span.first > kept[-1].last:
            kept.append(span)
    return tuple(kept)


def _hedge_weight(row: Sequence[Token], first: int, last: int) -> float:
    """0 for a stated chance (`maybe 40 percent`), which is no hedge; `i think` before a claim counts half."""
    words = " ".join(token.low for token in row[first : last + 1])
    after = row[last + 1] if last + 1 < len(row) else None
    later = row[last + 2] if last + 2 < len(row) else None
    if after is not None and is_number(after, later):
        return 0.0
    if words in ("sort of", "kind of"):
        return float(_softens(row, first, last))
    if words in ("i think", "i believe", "might", "could be", "may be", "probably", "potentially", "or so"):
        return 0.5
    if words == "i don't know" and after is not None and after.low in ("how", "whether", "if", "what", "of"):
        return 0.0
    if words in ("not sure", "seems to", "seem to", "it seems"):
        return 0.5
    return 1.0


def _fills(text: str, row: Sequence[Token], first: int, last: int, opens: bool) -> bool:
    words = " ".join(token.low for token in row[first : last + 1])
    before = row[first - 1] if first else None
    after = row[last + 1] if last + 1 < len(row) else None
    comma_before = before is not None and "," in text[before.end : row[first].start]
    comma_after = after is not None and "," in text[row[last].end : after.start]
    beside_sound = (before is not None and before.low in _SOUNDS) or (
        after is not None and after.low in _SOUNDS
    )
    if words in ("you know", "i mean"):
        return _phrase_fills(words, before, after, comma_after)
    if words in ("sort of", "kind of"):
        return _softens(row, first, last)
    if words == "like":
        return _like_fills(before, after, row, last, comma_before, comma_after, beside_sound)
    if words in ("basically", "literally", "anyway"):
        return True
    if words == "actually":
        return beside_sound or (comma_before and comma_after)
    if words in _OPENERS:
        return (
            beside_sound or (words in ("yeah",) and opens) or (comma_before and comma_after and words != "so")
        )
    return False


def _softens(row: Sequence[Token], first: int, last: int) -> bool:
    """`kind of` as a softener, not `what kind of question` or `some sort of thing`."""
    before = row[first - 1].low if first else ""
    after = row[last + 1].low if last + 1 < len(row) else ""
    return before not in _NAMED_KIND and after not in ("", "thing", "things", "question", "person", "work")


def _phrase_fills(words: str, before: Token | None, after: Token | None, comma_after: bool) -> bool:
    if before is not None and before.low in _ASKS_BEFORE_PHRASE:
        return False
    if comma_after or after is None:
        return True
    if words == "i mean":
        return after.low not in ("to", "by", "the", "that", "is")
    return after.low not in _ASKED_AFTER_KNOW


def _like_fills(
    before: Token | None,
    after: Token | None,
    row: Sequence[Token],
    last: int,
    comma_before: bool,
    comma_after: bool,
    beside_sound: bool,
) -> bool:
    if after is None or beside_sound or (comma_before and comma_after):
        return True
    if (
        before is not None
        and before.low in ("so", "and", "but", "was", "just", "is", "it's")
        and after.low in _SUBJECTS
    ):
        return True
    if is_number(after, row[last + 2] if last + 2 < len(row) else None):
        return True
    if before is not None and (before.low in _NOT_FILLER_BEFORE_LIKE or after.low in _COMPARED):
        return False
    if comma_before:
        return after.low in _SUBJECTS or after.low in ("really", "only", "very", "all")
    return after.low in _SUBJECTS or after.low in _FILLED_AFTER_LIKE
