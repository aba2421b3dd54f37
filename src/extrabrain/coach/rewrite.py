"""How a sentence could be said instead: the user's own words, with `[blanks]` for facts that only they have.

Nothing is invented: whatever is added is a blank or a connecting phrase.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LIKE = re.compile(r",\s*like,|\blike\s+(?=(?:\d|i\b|we\b|only\b|really\b))", re.I)
_DOUBLED = re.compile(r"\b(\w+)(?:\s+\1\b)+", re.I)
_MIGHT = re.compile(r"\b(?:would|might|may|could) (?:maybe |perhaps |possibly |probably )?", re.I)
_SPACES = re.compile(r"\s{2,}")
_LEAST_KEPT = 3


@dataclass(frozen=True, slots=True)
class Rewrites:
    """Compiled from `params/rewrites.json`: openings, fillers, hedges, and words with blanks for them."""

    lead: re.Pattern[str]
    sounds: re.Pattern[str]
    hedges: re.Pattern[str]
    vague: tuple[tuple[re.Pattern[str], str], ...]
    absolute: tuple[tuple[re.Pattern[str], str], ...]


@cache
def rewrites() -> Rewrites:
    stored = json.loads(Path(__file__).with_name("params").joinpath("rewrites.json").read_text("utf-8"))

    def table(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(pattern, re.I), blank) for pattern, blank in stored[name])

    one = {name: re.compile(stored[name], re.I) for name in ("lead", "sounds", "hedges")}
    return Rewrites(one["lead"], one["sounds"], one["hedges"], table("vague"), table("absolute"))


def plain(sentence: str, most_words: int = 30) -> str:
    """The sentence without its opening filler and closing mark, cut at 30 words."""
    text = rewrites().lead.sub("", " ".join(sentence.split())).rstrip(" .,;:!?…")
    words = text.split()
    if len(words) > most_words:
        text = " ".join(words[:most_words]) + " …"
    return _capital(text)


def without_fillers(sentence: str) -> str:
    text = _LIKE.sub(" ", rewrites().sounds.sub(" ", sentence))
    return _tidy(_DOUBLED.sub(r"\1", text), sentence)


def without_hedges(sentence: str) -> str:
    return _tidy(
        _MIGHT.sub("", rewrites().hedges.sub("", sentence), count=1)
        if rewrites().hedges.search(sentence)
        else sentence,
        sentence,
    )


def less_vague(sentence: str) -> str:
    """Vague words become the questions that they leave open."""
    text = plain(sentence, 40)
    changed = 0
    for pattern, blank in rewrites().vague:
        text, count = pattern.subn(blank, text, count=1)
        changed += count
        if changed >= 3:
            break
    if not changed:
        return f"{text}: I [did what] to [which thing], and [which number] went from [before] to [after]."
    return f"{_capital(text)}."


def less_absolute(sentence: str) -> str:
    """All-or-nothing words become the cases for which it was seen."""
    text = plain(sentence, 40)
    for pattern, blank in rewrites().absolute:
        text, count = pattern.subn(blank, text, count=1)
        if count:
            return f"{_capital(text)}; the exception I know is [which case]."
    return f"In [which cases you tested], {_small(text)}; it did not hold for [which case]."


def with_more(sentence: str, addition: str) -> str:
    """The sentence, then what it lacks."""
    return f"{plain(sentence)}{addition}"


def _tidy(text: str, original: str) -> str:
    text = _SPACES.sub(" ", re.sub(r"\s+([,.;!?])", r"\1", text)).strip(" ,")
    text = re.sub(r"([,.;])\1+", r"\1", text)
    if len(text.split()) < _LEAST_KEPT:
        return plain(original)
    return plain(text, 40) + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    if text[:2] in ("I ", "I'") or text[:3].isupper():
        return text
    return text[:1].lower() + text[1:]
