"""Holds generated text to the user's own words.

A quote must be literally in its source, or it is dropped. A number, name, organisation or date must be in
the material or the question, or it becomes a blank. What the user is said to have done, and nothing bears
out, is marked. A citation must resolve to a place, or it is dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extrabrain.advice.claims import marked, stems
from extrabrain.advice.facts import Fact, FactKind, facts, number_keys, spoken
from extrabrain.core.advice import Cited, Grounding, Material

BLANKS: dict[FactKind, str] = {
    "number": "[how much?]",
    "date": "[when?]",
    "name": "[who or what?]",
    "organisation": "[where?]",
}
UNSURE = "[what exactly?]"
"""For words in brackets that state a fact of their own: a blank must not carry one in."""

_BRACKETED = re.compile(r"\[[^\[\]\n]*\]")


@dataclass(frozen=True, slots=True)
class Held:
    """A text in which every unsupported fact is a blank, and what that took."""

    text: str
    grounding: Grounding


class Ground:
    """What the user has said or brought: the only facts that generated text may state."""

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "\n".join(texts)
        said = spoken(joined)
        self._numbers = number_keys(joined)
        self._stems = stems(joined)
        self._said = f" {' '.join(said)} "
        self._words = {piece for word in said for piece in (word, *re.split(r"[-'’./:]", word))}
        self._words |= {word.removesuffix("s") for word in self._words if len(word) > 4}

    def hold(self, text: str) -> Held:
        """`text` with a blank for each fact that nothing vouches for, and a mark where the user is said to
        have done what nothing bears out; neighbouring blanks of a kind are one.
        """
        out: list[str] = []
        total = Grounding()
        at = 0
        for bracketed in _BRACKETED.finditer(text):
            for held in (self._held(text[at : bracketed.start()]), self._bracket(bracketed.group())):
                out.append(held.text)
                total = total.plus(held.grounding)
            at = bracketed.end()
        rest = self._held(text[at:])
        said = re.sub(r"(\[[^\]]*\?\])(?:[\s,&-]*(?:and\s+)?\1)+", r"\1", "".join([*out, rest.text]))
        told = marked(said, self._stems)
        claims = Grounding(facts=told.claims, facts_blanked=told.unsure)
        return Held(told.text, total.plus(rest.grounding).plus(claims))

    def vouches(self, fact: Fact) -> bool:
        """A number by any of its forms, a name by all its words in this order."""
        if fact.kind == "number":
            return any(key in self._numbers for key in fact.keys)
        said = " ".join(fact.keys)
        if " " in said:
            return f" {said} " in self._said
        return said in self._words or said.removesuffix("s") in self._words

    def _held(self, text: str) -> Held:
        found = facts(text)
        out: list[str] = []
        at = blanked = 0
        for fact in found:
            vouched = self.vouches(fact)
            blanked += not vouched
            out.append(text[at : fact.start_char])
            out.append(text[fact.start_char : fact.end_char] if vouched else BLANKS[fact.kind])
            at = fact.end_char
        out.append(text[at:])
        return Held("".join(out), Grounding(facts=len(found), facts_blanked=blanked))

    def _bracket(self, text: str) -> Held:
        found = facts(text)
        blanked = sum(not self.vouches(fact) for fact in found)
        return Held(UNSURE if blanked else text, Grounding(facts=len(found), facts_blanked=blanked))


def literal(quote: str, source: str) -> tuple[int, int] | None:
    """Where `quote` stands in `source`, at most white space, case and end punctuation aside; none if nowhere.

    One word of a longer text is no quote.
    """
    words = re.findall(r"\S+", quote.strip(" \t\n\"'“”‘’"))
    if not words or (len(words) == 1 and len(source.split()) > 1):
        return None
    words[-1] = words[-1].rstrip(".,;:!?…") or words[-1]
    pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words) + r"(?!\w)"
    found = re.search(pattern, source) or re.search(pattern, source, re.I)
    return found.span() if found else None


def cited(number: int, quote: str, materials: Sequence[Material]) -> Cited | None:
    """A citation of material `number` (from 1): the place of `quote` in it, or the sentence nearest to it."""
    if not 1 <= number <= len(materials):
        return None
    material = materials[number - 1]
    span = literal(quote, material.text) or _nearest(quote, material.text)
    if span is None:
        return None
    return cite(material, *span)


def cite(material: Material, start: int, end: int) -> Cited:
    """`[start, end)` of a material's text, as a place in the document that it is of."""
    at = material.start_char
    said = material.text[start:end]
    return Cited(material.ref, at + start, at + end, said, material.title, material.document_id)


def _nearest(quote: str, text: str) -> tuple[int, int] | None:
    """The sentence that shares most of its words with `quote`; none where it shares less than half of
    them.
    """
    wanted = set(re.findall(r"[^\W_]{3,}", quote.lower()))
    best, span = 0.0, None
    for sentence in re.finditer(r"[^.!?\n]+[.!?]*", text):
        own = set(re.findall(r"[^\W_]{3,}", sentence.group().lower()))
        share = len(own & wanted) / len(wanted) if wanted else 0.0
        if share > best:
            lead = len(sentence.group()) - len(sentence.group().lstrip())
            best, span = share, (sentence.start() + lead, sentence.end())
    return span if best >= 0.5 else None


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """A word-by-word difference: `("same" | "gone" | "new", words)` in order."""
    old, new = before.split(), after.split()
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", " ".join(old[a:b])))
        if d > c:
            found.append(("new", " ".join(new[c:d])))
    return found
