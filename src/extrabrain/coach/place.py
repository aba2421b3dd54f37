"""Where a word or phrase stands: its neighbours and the marks between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extrabrain.coach.tokens import Token, is_number

_SENTENCE_MARKS = ".?!;:"
_SOUND = re.compile(
    "u+h+m*|u+m+|e+r(?:r{2,})?m*|e+h+m*|h+m+|m{2,}|m+h+m+|a+h+m*|ä+h+m*|o+h+|hu+h+", re.IGNORECASE
)


def is_sound(word: str) -> bool:
    """A filled pause or a call of surprise, however long it is drawn out: `um`, `uhhh`, `hmm`, `oh`."""
    return _SOUND.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Place:
    """Words `first` to `last` (inclusive) of `row`; `opens` where the segmenter begins a clause here."""

    text: str
    row: Sequence[Token]
    first: int
    last: int
    opens: bool

    @property
    def words(self) -> str:
        return " ".join(token.low for token in self.row[self.first : self.last + 1])

    def before(self, steps: int = 1) -> str:
        """The word that many steps before, or an empty string."""
        at = self.first - steps
        return self.row[at].low if at >= 0 else ""

    def after(self, steps: int = 1) -> str:
        at = self.last + steps
        return self.row[at].low if at < len(self.row) else ""

    @property
    def comma_before(self) -> bool:
        return "," in self._gap_before

    @property
    def comma_after(self) -> bool:
        return "," in self._gap_after

    @property
    def begins(self) -> bool:
        """At the start of the text or after the end of a sentence."""
        return self.first == 0 or any(mark in self._gap_before for mark in _SENTENCE_MARKS)

    @property
    def ends(self) -> bool:
        """At the end of the text or of a sentence."""
        return self.last + 1 == len(self.row) or any(mark in self._gap_after for mark in _SENTENCE_MARKS)

    @property
    def joined(self) -> bool:
        """Part of a hyphenated word."""
        return self._gap_before.endswith("-") or self._gap_after == "-"

    @property
    def beside_sound(self) -> bool:
        return is_sound(self.before()) or is_sound(self.after())

    @property
    def shouted(self) -> bool:
        """In capitals, in a text that is not: an abbreviation such as `ER`."""
        said = self.text[self.row[self.first].start : self.row[self.last].end]
        return len(said) > 1 and said.isupper() and not self.text.isupper()

    @property
    def number_before(self) -> bool:
        return self.first > 0 and is_number(self.row[self.first - 1])

    @property
    def number_after(self) -> bool:
        at = self.last + 1
        later = self.row[at + 1] if at + 1 < len(self.row) else None
        return at < len(self.row) and is_number(self.row[at], later)

    @property
    def _gap_before(self) -> str:
        return self.text[self.row[self.first - 1].end : self.row[self.first].start] if self.first else ""

    @property
    def _gap_after(self) -> str:
        if self.last + 1 >= len(self.row):
            return ""
        return self.text[self.row[self.last].end : self.row[self.last + 1].start]
