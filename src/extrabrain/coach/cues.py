"""Finds the cues of `params/cues.txt` in a row of words, in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extrabrain.coach.tokens import Token, is_number

NUMBER = "#"
ANY = "_"
START = "^"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found: words `first` to `last` (inclusive) of the row that was searched."""

    name: str
    first: int
    last: int


class CueBook:
    """All phrases, keyed by their first word, and by the second where that is a plain one, so that a text
    costs about as much as its number of words."""

    def __init__(self, text: str) -> None:
        self.names: list[str] = []
        self._exact: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._pairs: dict[tuple[str, str], list[tuple[tuple[str, ...], int]]] = {}
        self._prefix: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for name, phrases in _families(text):
            self.names.append(name)
            for phrase in phrases:
                self._add(tuple(phrase.split()), len(self.names) - 1)
        self._prefix_sizes = self._sizes()

    def _add(self, words: tuple[str, ...], number: int) -> None:
        head = words[0]
        if len(words) > 1 and _plain(head) and _plain(words[1]):
            self._pairs.setdefault((head, words[1]), []).append((words[1:], number))
            return
        table = self._prefix if head.endswith("*") else self._exact
        table.setdefault(head.rstrip("*"), []).append((words[1:], number))

    def _sizes(self) -> dict[str, list[int]]:
        """How long the prefixes are that begin with a letter."""
        sizes: dict[str, set[int]] = {}
        for key in self._prefix:
            sizes.setdefault(key[0], set()).add(len(key))
        return {letter: sorted(found) for letter, found in sizes.items()}

    def find(self, row: Sequence[Token], starts: frozenset[int]) -> list[Cue]:
        """Cues in order of their first word. `starts` are the numbers of words that begin a clause."""
        lows = [token.low for token in row]
        numbers = [
            is_number(token, row[at + 1] if at + 1 < len(row) else None) for at, token in enumerate(row)
        ]
        found: list[Cue] = []
        for at, low in enumerate(lows):
            after = lows[at + 1] if at + 1 < len(lows) else ""
            for rest, number in self._candidates(low, after, numbers[at]):
                if not rest or _follows(rest, lows, numbers, at + 1):
                    found.append(Cue(self.names[number], at, at + len(rest)))
            if at in starts:
                found += [
                    Cue(self.names[number], at, at + len(rest) - 1)
                    for rest, number in self._exact.get(START, ())
                    if _follows(rest, lows, numbers, at)
                ]
        return found

    def _candidates(self, low: str, after: str, number: bool) -> list[tuple[tuple[str, ...], int]]:
        options = [*self._exact.get(low, ()), *self._pairs.get((low, after), ())]
        for size in self._prefix_sizes.get(low[0], ()):
            if size <= len(low):
                options += self._prefix.get(low[:size], ())
        if number:
            options += self._exact.get(NUMBER, ())
        return options


def _plain(word: str) -> bool:
    return word not in (NUMBER, ANY, START) and not word.endswith("*")


def _follows(rest: tuple[str, ...], lows: list[str], numbers: list[bool], at: int) -> bool:
    if at + len(rest) > len(lows):
        return False
    for wanted, place in zip(rest, range(at, at + len(rest)), strict=True):
        if wanted == ANY or wanted == lows[place]:
            continue
        if wanted == NUMBER and numbers[place]:
            continue
        if wanted.endswith("*") and lows[place].startswith(wanted[:-1]):
            continue
        return False
    return True


def _families(text: str) -> list[tuple[str, list[str]]]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += f", {line}"
        elif line.strip() and not line.startswith(("# ", "#\n")):
            lines.append(line)
    families: list[tuple[str, list[str]]] = []
    for line in lines:
        name, _, phrases = line.partition(":")
        families.append((name, [p.strip() for p in phrases.split(",") if p.strip()]))
    return families


@cache
def cue_book() -> CueBook:
    return CueBook(Path(__file__).with_name("params").joinpath("cues.txt").read_text("utf-8"))
