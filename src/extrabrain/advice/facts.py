"""Facts that a text states and that only the user can vouch for: numbers, dates, names, organisations.

Without a language model: numbers and dates in digits or words, words in capitals, words that no English text
has, and whatever stands where an employer would (`worked at …`). Rather one too many than one too few.
"""

import re
from dataclasses import dataclass
from typing import Literal

from extrabrain.advice.numbers import Tokens, date_at, number_at
from extrabrain.advice.vocabulary import is_acronym, is_organisation, is_plain, words, words_of

FactKind = Literal["number", "date", "name", "organisation"]

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’:/+-][^\W_]+)*%?")
_ENDS = re.compile(r"[.!?:;•\n\"“(\[]\s*$|^\s*$|[-–—*]\s*$")
_ORG_WORDS = words_of(
    "university institute labs lab inc ltd llc corp corporation foundation bank hospital ministry college"
    " school agency council"
)
_AT = {"at", "for", "from", "joined", "left", "inside"}
_EMPLOYED = words_of(
    "worked working works work job role position intern interned interning internship employed hired career"
    " joined joining left engineer scientist researcher analyst manager consultant director founder employee"
    " contractor stint time years colleagues promoted"
)
_DIRECT = {"joined", "left", "joining", "founded"}
_NO_EMPLOYER = words_of(
    "a an the my our your his her their its this that these those each every any some all no both what which"
    " whom whose me us you him them it i we they he she least most first last once scale night home work risk"
    " time times best worst random present hand large will length odds least inference training deployment"
    " runtime test weeks months years hours days long more less many much several few being making getting"
    " having doing two three four five and or to in on of as for from with by at"
)
_STOPS = words_of(
    "on in as for and or where when which who that because while to from with by at before after until but so"
    " was were is are had have has i we my our the a an"
    " without within during through about over under into onto than there if whose by"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """`[start_char, end_char)` of the text; each of `keys` vouches for a number, all together for a name."""

    kind: FactKind
    start_char: int
    end_char: int
    keys: tuple[str, ...]


def facts(text: str) -> list[Fact]:
    """In order, without overlap."""
    tokens = list(_TOKEN.finditer(text))
    found: list[Fact] = []
    at = 0
    while at < len(tokens):
        taken = _fact_at(tokens, at, text)
        if taken is None:
            at += 1
            continue
        kind, count, keys = taken
        found.append(Fact(kind, tokens[at].start(), tokens[at + count - 1].end(), keys))
        at += count
    return found


def number_keys(text: str) -> set[str]:
    """Every form of every number of a text that may vouch for one."""
    tokens = list(_TOKEN.finditer(text))
    taken = [number_at(tokens, at, text) for at in range(len(tokens))]
    return {key for one in taken if one for key in one[1]}


def spoken(text: str) -> list[str]:
    """The words of a text in lower case, without what makes them possessive."""
    return [_bare(token.group()).lower() for token in _TOKEN.finditer(text)]


def _fact_at(tokens: Tokens, at: int, text: str) -> tuple[FactKind, int, tuple[str, ...]] | None:
    date = date_at(tokens, at)
    if date:
        return "date", *date
    number = number_at(tokens, at, text)
    if number:
        return "number", *number
    return _named(tokens, at, text) or _employer(tokens, at, text) or _letters(tokens, at, text)


def _named(tokens: Tokens, at: int, text: str) -> tuple[FactKind, int, tuple[str, ...]] | None:
    count = 0
    while at + count < len(tokens) and _is_name(tokens, at + count, text):
        if count and text[tokens[at + count - 1].end() : tokens[at + count].start()].strip(" .&'’") != "":
            break
        count += 1
    if not count:
        return None
    named = [_bare(tokens[at + n].group()).lower() for n in range(count)]
    before = tokens[at - 1].group().lower() if at else ""
    if before in _AT and named == [tokens[at + n].group() for n in range(count)]:
        named += _run(tokens, at + count, text)  # small letters: `at northwind dynamics`
    firm = any(word in _ORG_WORDS or is_organisation(word) for word in named)
    return ("organisation" if firm or before in _AT else "name"), len(named), tuple(named)


def _is_name(tokens: Tokens, at: int, text: str) -> bool:
    bare = _bare(tokens[at].group())
    low = bare.lower()
    if is_organisation(bare) or not is_plain(bare):
        return not is_acronym(bare)
    if not bare[0].isupper() or low == "i" or re.match(r"i['’]", low) or is_acronym(bare):
        return False
    if low in words("ambiguous") or any(c.isupper() for c in bare[1:].replace("-", "")):
        return True
    return not _ENDS.search(text[: tokens[at].start()])


def _employer(tokens: Tokens, at: int, text: str) -> tuple[FactKind, int, tuple[str, ...]] | None:
    """What stands after `worked at`, however it is written."""
    if not at:
        return None
    before = [token.group().lower() for token in tokens[max(0, at - 5) : at]]
    direct = before[-1] in _DIRECT
    if not direct and not (before[-1] in ("at", "for", "by") and _EMPLOYED & set(before[:-1])):
        return None
    found = _run(tokens, at, text)
    return ("organisation", len(found), tuple(found)) if found else None


def _run(tokens: Tokens, at: int, text: str) -> list[str]:
    """Up to three words from `at` on that nothing ends: what a firm in small letters may be called."""
    found: list[str] = []
    end = tokens[at - 1].end()
    for token in tokens[at : at + 3]:
        low = token.group().lower()
        if text[end : token.start()].strip() or low in _STOPS or low in _NO_EMPLOYER:
            break
        found.append(_bare(low))
        end = token.end()
    return found


def _letters(tokens: Tokens, at: int, text: str) -> tuple[FactKind, int, tuple[str, ...]] | None:
    """A word that is spelled out letter by letter."""
    count = 0
    while at + count < len(tokens) and len(tokens[at + count].group()) == 1:
        count += 1
    return (
        ("name", count, tuple(tokens[at + n].group().lower() for n in range(count))) if count >= 3 else None
    )


def _bare(word: str) -> str:
    return re.sub(r"['’]s$|['’]$", "", word)
