"""Numbers and dates in a text, in digits or in words, with the forms that may vouch for each."""

import re
from collections.abc import Sequence
from re import Match

from extrabrain.advice.vocabulary import listed, words_of

_UNITS = dict(
    zip(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
            " sixteen"
            " seventeen eighteen nineteen"
        ),
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(listed("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True)
)
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = dict(
    zip(
        listed("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth hundredth"),
        (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 100),
        strict=True,
    )
)
_AMOUNTS = {
    "half": "0.5", "halves": "0.5", "halved": "0.5", "halving": "0.5", "thirds": "3", "quarter": "0.25",
    "quarters": "0.25", "fifths": "5", "tenths": "10", "double": "2x", "doubled": "2x", "doubling": "2x",
    "twice": "2x", "twofold": "2x", "triple": "3x", "tripled": "3x", "thrice": "3x", "quadrupled": "4x",
    "quadruple": "4x", "dozen": "12", "dozens": "12", "hundreds": "100", "thousands": "1000",
    "millions": "1000000", "billions": "1000000000", "tens": "10", "couple": "2", "pair": "2",
}  # fmt: skip
_COUNTED = words_of(
    "year years month months week weeks day days hour hours minute minutes percent person engineer researcher"
    " team user customer client paper model dollar euro pound time award patent publication place author"
)
"""After these, `one` and `second` are figures; before anything else they are ways of speaking."""

_MONTHS = words_of("january february april june july august september october november december")
_SHORT_MONTHS = words_of("jan feb apr aug sept oct nov dec")
_DAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
_FEASTS = words_of("christmas easter thanksgiving halloween ramadan hanukkah diwali")
_SPANS = words_of("year month week summer spring autumn fall winter decade century night semester")
_ALSO_WORDS = {"march", "may"}
_BEFORE_MONTH = words_of("in by since until till last next of during early late mid from to between")
_BEFORE_SPAN = {"last", "next", "previous"}
_SCALE_OF = {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9}

Tokens = Sequence[Match[str]]
Taken = tuple[int, tuple[str, ...]]
"""How many tokens it takes, and its keys: the first vouches alone, so does each of the others."""


def number_at(tokens: Tokens, at: int, text: str) -> Taken | None:
    word = tokens[at].group()
    low = word.lower()
    if any(c.isdigit() for c in word):
        return 1, digit_keys(word)
    if low in _AMOUNTS:
        return 1, (low, _AMOUNTS[low])
    if low.endswith("fold") and (low[:-4].rstrip("-") in _UNITS or low[:-4].rstrip("-") in _TENS):
        return 1, (low, f"{(_UNITS | _TENS)[low[:-4].rstrip('-')]}x")
    if low in _ORDINALS:
        return 1, (low, str(_ORDINALS[low]))
    after = tokens[at + 1].group().lower() if at + 1 < len(tokens) else ""
    if low in ("first", "second") and after in _COUNTED:
        return 1, (low, "1" if low == "first" else "2")
    count, value = _spelled(tokens, at, text)
    if not count or (count == 1 and low in ("one", "zero") and after not in _COUNTED):
        return None
    said = text[tokens[at].start() : tokens[at + count - 1].end()].lower()
    return count, (str(value), said)


def date_at(tokens: Tokens, at: int) -> Taken | None:
    low = tokens[at].group().lower()
    before = tokens[at - 1].group().lower() if at else ""
    after = tokens[at + 1].group() if at + 1 < len(tokens) else ""
    if low in _MONTHS | _DAYS | _FEASTS | _SHORT_MONTHS or low.removesuffix("s") in _DAYS:
        return 1, (low,)
    if low in _ALSO_WORDS and (before in _BEFORE_MONTH or after[:1].isdigit()):
        return 1, (low,)
    if low in _BEFORE_SPAN and after.lower() in _SPANS:
        return 2, (f"{low} {after.lower()}",)
    return (1, (low,)) if low in ("decade", "decades", "century", "yesterday") else None


def digit_keys(word: str) -> tuple[str, ...]:
    """`40k` is vouched for by 40k and 40000, never by 40; `12/03/2024` only by itself."""
    bare = word.lower().rstrip("%").replace(",", "")
    keys = [bare]
    number = re.fullmatch(r"(\d+(?:\.\d+)?)(k|m|b|bn|x|st|nd|rd|th|ms|s|gb|mb|h)?", bare)
    if number:
        scale = _SCALE_OF.get(number[2] or "")
        if scale:
            keys.append(str(round(float(number[1]) * scale)))
        elif number[2] != "x":
            keys.append(number[1])
    return tuple(dict.fromkeys(keys))


def _spelled(tokens: Tokens, at: int, text: str) -> tuple[int, int]:
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
