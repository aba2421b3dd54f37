"""Facts that a text states and that only the user can vouch for: numbers, dates, names, organisations.

Without a language model: numbers in digits or words, months and weekdays, and words in capitals that are not common
words. A capital at the start of a sentence counts only where the word is not one that our own texts use in lower case.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FactKind = Literal["number", "date", "name", "organisation"]

_UNITS = {w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}  # fmt: skip
_TENS = {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHARES = {"half": "0.5", "halved": "0.5", "third": "1/3", "thirds": "2/3", "quarter": "0.25", "quarters": "0.75",
           "double": "2x", "doubled": "2x", "twice": "2x", "tripled": "3x", "triple": "3x", "dozen": "12", "dozens": "12"}  # fmt: skip
_SMALL = {"one", "two", "first", "second", "zero", "half", "third", "quarter"}
"""Number words that are as often no figure: `one of the risks`, `on second thought`."""

_MONTHS = set(
    [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_DAYS = set(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_TOKEN = re.compile(r"[^\W_]+(?:[.,'’:/-][^\W_]+)*%?")
_DIGITS = re.compile(r"\d")
_ENDS = re.compile(r"[.!?:;•\n\"“(\[]\s*$|^\s*$|[-–—]\s*$")
_ORG_WORDS = set(
    [
        "university",
        "institute",
        "labs",
        "lab",
        "inc",
        "ltd",
        "llc",
        "corp",
        "corporation",
        "company",
        "foundation",
        "bank",
        "hospital",
        "group",
        "department",
        "ministry",
        "college",
        "school",
        "agency",
        "council",
        "team",
    ]
)
_OF_PLACE = {"at", "for", "with", "from", "joined", "left", "inside", "by"}


@dataclass(frozen=True, slots=True)
class Fact:
    """`[start_char, end_char)` of the text; `keys` are forms that vouch for it, each enough on its own part."""

    kind: FactKind
    start_char: int
    end_char: int
    keys: tuple[str, ...]


def facts(text: str) -> list[Fact]:
    """In order, without overlap. Blanks in `[…]` are none."""
    hidden = re.sub(r"\[[^\]\n]*\]", lambda m: "·" * len(m.group()), text)
    tokens = list(_TOKEN.finditer(hidden))
    found: list[Fact] = []
    at = 0
    while at < len(tokens):
        taken = _number(tokens, at, hidden) or _dated(tokens, at) or _named(tokens, at, hidden)
        if taken is None:
            at += 1
            continue
        fact, count = taken
        found.append(fact)
        at += count
    return found


def number_keys(text: str) -> set[str]:
    """Every form of every number of a text that may vouch for one."""
    return {key for fact in facts(text) if fact.kind in ("number", "date") for key in fact.keys} | {
        key for token in _TOKEN.finditer(text) if _DIGITS.search(token.group()) for key in _digit_keys(token.group())
    }  # fmt: skip


def _number(tokens: list[re.Match[str]], at: int, text: str) -> tuple[Fact, int] | None:
    word = tokens[at].group()
    if _DIGITS.search(word):
        return Fact("number", tokens[at].start(), tokens[at].end(), _digit_keys(word)), 1
    low = word.lower()
    if low in _SHARES and low not in _SMALL:
        return Fact("number", tokens[at].start(), tokens[at].end(), (low, _SHARES[low])), 1
    if low.endswith("fold") and (low[:-4] in _UNITS or low[:-4] in _TENS):
        return Fact("number", tokens[at].start(), tokens[at].end(), (low,)), 1
    count, value = _spelled(tokens, at, text)
    if not count or (count == 1 and low in _SMALL):
        return None
    end = tokens[at + count - 1].end()
    return Fact(
        "number", tokens[at].start(), end, (str(value), text[tokens[at].start() : end].lower())
    ), count


def _spelled(tokens: list[re.Match[str]], at: int, text: str) -> tuple[int, int]:
    """How many tokens from `at` spell one number, and which."""
    total = part = count = 0
    while at + count < len(tokens):
        if count and text[tokens[at + count - 1].end() : tokens[at + count].start()].strip():
            break
        words = tokens[at + count].group().lower().split("-")
        if not all(w in _UNITS or w in _TENS or w in _SCALES for w in words):
            break
        for word in words:
            if word in _SCALES:
                part = max(1, part) * _SCALES[word]
                if _SCALES[word] > 100:
                    total, part = total + part, 0
            else:
                part += _UNITS.get(word, 0) + _TENS.get(word, 0)
        count += 1
    return count, total + part


def _digit_keys(word: str) -> tuple[str, ...]:
    bare = word.lower().rstrip("%").replace(",", "")
    keys = [bare, *re.findall(r"\d+(?:\.\d+)?", bare)]
    number = re.match(r"(\d+(?:\.\d+)?)(k|m|b|bn|x)?$", bare)
    if number and number[2] in ("k", "m", "b", "bn"):
        keys.append(f"{float(number[1]) * {'k': 1e3, 'm': 1e6, 'b': 1e9, 'bn': 1e9}[number[2]]:g}")
    return tuple(dict.fromkeys(keys))


def _dated(tokens: list[re.Match[str]], at: int) -> tuple[Fact, int] | None:
    low = tokens[at].group().lower()
    if low in _MONTHS or low in _DAYS or (low == "may" and tokens[at].group() == "May" and at):
        return Fact("date", tokens[at].start(), tokens[at].end(), (low,)), 1
    return None


def _named(tokens: list[re.Match[str]], at: int, text: str) -> tuple[Fact, int] | None:
    count = 0
    while at + count < len(tokens) and _is_name(tokens, at + count, text, inside=count > 0):
        between = text[tokens[at + count - 1].end() : tokens[at + count].start()] if count else ""
        if count and between.strip(" .&'’") != "":
            break
        count += 1
    if not count:
        return None
    words = [tokens[at + n].group() for n in range(count)]
    before = tokens[at - 1].group().lower() if at else ""
    firm = any(w.lower() in _ORG_WORDS or w.lower() in _words("organisations") for w in words)
    kind: FactKind = "organisation" if firm or before in _OF_PLACE else "name"
    keys = tuple(w.lower().removesuffix("'s").removesuffix("’s") for w in words)
    return Fact(kind, tokens[at].start(), tokens[at + count - 1].end(), keys), count


def _is_name(tokens: list[re.Match[str]], at: int, text: str, *, inside: bool) -> bool:
    word = tokens[at].group()
    bare = re.sub(r"['’]s$", "", word)
    low = bare.lower()
    if low in _words("organisations"):
        return True
    if not bare[0].isupper() or low == "i" or re.match(r"i['’]", low):
        return inside and bool(re.search(r"\d", bare)) and bare[0].isalpha()
    if bare in _words("acronyms") or bare.removesuffix("s") in _words("acronyms"):
        return False
    if any(c.isupper() for c in bare[1:]):
        return True
    starts = bool(_ENDS.search(text[: tokens[at].start()]))
    if not starts:
        return low not in _words("common") or (not inside and not _titled(tokens, at))
    return not _is_common(low)


def _titled(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether the words around are in capitals too: a title, in which capitals mean nothing."""
    around = [t.group() for t in tokens[max(0, at - 2) : at + 3]]
    return sum(w[0].isupper() for w in around) >= len(around) - 1


def _is_common(low: str) -> bool:
    common = _words("common")
    if low in common:
        return True
    return any(
        low.endswith(end) and low[: -len(end)] in common for end in ("s", "ed", "d", "ing", "ly", "er", "es")
    )


@cache
def _words(name: str) -> frozenset[str]:
    path = Path(__file__).parent / "words" / f"{name}.txt"
    return frozenset(path.read_text("utf-8").split())
