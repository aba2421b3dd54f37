"""When a word that can carry meaning only fills: one rule for each word, from its neighbours and the commas.

Each rule holds with and without punctuation; a comma settles what the neighbours leave open.
"""

from collections.abc import Callable

from extrabrain.coach.place import Place, is_sound
from extrabrain.coach.words import word_set

_SUBJECTS = word_set("subjects")
_CLAUSE_SUBJECTS = word_set("clause_subjects")
_BE = word_set("be") | word_set("be_short")
_LEADS_IN = word_set("leads_in")
_DETERMINERS = word_set("compared")
_LIKENS = word_set("likens")
_LIKES = word_set("likes")
_SAYS = word_set("says")
_SPLITS_BEFORE_LIKE = word_set("splits_before_like")
_LOOSE_AFTER_LIKE = word_set("loose_after_like")
_WELL_DONE = word_set("well_done")
_BEFORE_ADVERB_WELL = word_set("before_adverb_well")
_AFTER_ADVERB_WELL = word_set("after_adverb_well")
_KNOWN_AFTER = word_set("known_after")
_OBJECTS = word_set("objects")
_ASKS_BEFORE_KNOW = word_set("asks_before_know")
_NEVER_BEFORE_YOU = word_set("never_before_you") | _BE
_ALWAYS_ASK = frozenset({"do", "did", "don't", "didn't", "let", "if", "would", "as", "how"})
_SURELY = frozenset({"for sure", "for certain", "for a"})
_MEANT_BEFORE = word_set("meant_before")
_NAMED_KIND = word_set("named_kind")
_PREPOSITIONS = frozenset({"on", "in", "at", "from", "of", "for", "with", "by", "to"})
_KIND_OF_WHAT = frozenset({"", "thing", "things", "question", "person", "work", "stuff"})

SHORT_CLAUSE = 5
"""`You know the answer.`: up to this many words after `you know`, and an object first, it is a statement."""


def fills(place: Place) -> bool:
    """False for words without a rule."""
    rule = RULES.get(place.words)
    return rule is not None and not place.joined and rule(place)


def softens(place: Place) -> bool:
    """`kind of` as a softener, not `what kind of question` or `some sort of thing`."""
    return place.before() not in _NAMED_KIND and place.after() not in _KIND_OF_WHAT


def _like(place: Place) -> bool:
    before, after = place.before(), place.after()
    if place.ends:
        return place.comma_before
    if after in ("that", "this", "those", "these") and not place.comma_after:
        return False
    if after in _SUBJECTS and _SAYS & {place.after(2), place.after(3)}:
        return False
    if place.begins:
        return place.comma_after or place.number_after or after in _CLAUSE_SUBJECTS | _LOOSE_AFTER_LIKE
    if after == "to" or f"{place.before(2)} {before}" in ("sort of", "kind of"):
        return False
    if before in _LIKENS and not place.comma_before:
        return False
    if before in _LIKES and not place.comma_before:
        return place.number_after or (place.comma_after and before not in ("don't", "didn't", "to"))
    if place.number_after or place.beside_sound or before in _SPLITS_BEFORE_LIKE:
        return True
    if before in _BE:
        return after in _LOOSE_AFTER_LIKE - _PREPOSITIONS and not place.comma_after
    if before in _LEADS_IN or _ends_phrase(place):
        return after not in _DETERMINERS or before in _LEADS_IN
    if place.comma_before:
        return place.comma_after or after in _CLAUSE_SUBJECTS | _LOOSE_AFTER_LIKE
    return after in _CLAUSE_SUBJECTS | _LOOSE_AFTER_LIKE


def _ends_phrase(place: Place) -> bool:
    """Right after `you know` or `i mean`."""
    return f"{place.before(2)} {place.before()}" in ("you know", "i mean")


def _well(place: Place) -> bool:
    before, after = place.before(), place.after()
    if after in _AFTER_ADVERB_WELL or before in ("as", "very", "so", "how"):
        return False
    if place.begins or (place.comma_before and place.comma_after):
        return after not in _WELL_DONE
    if before in _BEFORE_ADVERB_WELL and not place.comma_before:
        return False
    if before in _LEADS_IN or is_sound(before) or _ends_phrase(place):
        return after not in _WELL_DONE
    if place.ends:
        return place.comma_before
    return after in _CLAUSE_SUBJECTS or (place.opens and after not in _WELL_DONE)


def _you_know(place: Place) -> bool:
    before, after = place.before(), place.after()
    if before in _ASKS_BEFORE_KNOW and not place.comma_before:
        return place.comma_after and before not in _ALWAYS_ASK
    if place.comma_after or place.ends:
        return True
    if before in _NEVER_BEFORE_YOU and not place.comma_before:
        return True
    if after in _KNOWN_AFTER or f"{after} {place.after(2)}" in _SURELY:
        return False
    if place.begins and "," in place.text:
        return after not in _OBJECTS
    if after in _OBJECTS and not place.comma_before:
        return not _is_short_clause(place)
    return True


def _is_short_clause(place: Place) -> bool:
    """The sentence ends a few words after the phrase: too early for a verb of its own."""
    row = place.row
    for at in range(place.last + 1, min(place.last + 1 + SHORT_CLAUSE, len(row))):
        gap = place.text[row[at].end : row[at + 1].start] if at + 1 < len(row) else "."
        if any(mark in gap for mark in ".?!;,"):
            return at - place.last <= SHORT_CLAUSE - 2
    return False


def _i_mean(place: Place) -> bool:
    before, after = place.before(), place.after()
    if before in _MEANT_BEFORE and not (place.comma_before or place.comma_after):
        return False
    if f"{place.before(3)} {place.before(2)} {before}" == "you know what" or before == "what":
        return False
    if "by" in (place.before(2), place.before(3)) and not place.comma_before:
        return False
    if place.comma_after:
        return True
    if after in ("it", "that"):
        return place.after(2) not in ("", "in", "when", "and", "as", "literally")
    return after not in ("to", "by")


def _see(place: Place) -> bool:
    leads = place.begins or place.before() in _LEADS_IN - {"and", "or", "then"}
    return leads and (place.comma_after or place.after() in ("i", "we", "they", "he", "she", "what", "never"))


def _anyway(place: Place) -> bool:
    before = place.before()
    if place.begins or is_sound(before) or before in _LEADS_IN:
        return True
    return place.comma_before and not place.ends


def _actually(place: Place) -> bool:
    if place.beside_sound or _ends_phrase(place):
        return True
    return place.comma_before and place.comma_after


def _literally(place: Place) -> bool:
    return not place.ends and place.before() not in ("quite", "taken", "take", "takes", "took", "read", "and")


def _right(place: Place) -> bool:
    """`…, right, …` in the middle of a sentence: asks for a nod."""
    if place.ends or place.begins:
        return False
    return place.comma_before and place.comma_after and place.before() not in _LEADS_IN


def _kind_of(place: Place) -> bool:
    """A softener counts as a filler only in company; elsewhere it is a hedge."""
    beside = place.beside_sound or _ends_phrase(place)
    return softens(place) and (beside or place.after() == "like")


def _always(place: Place) -> bool:
    return bool(place.words)


RULES: dict[str, Callable[[Place], bool]] = {
    "like": _like,
    "well": _well,
    "you know": _you_know,
    "i mean": _i_mean,
    "see": _see,
    "anyway": _anyway,
    "actually": _actually,
    "basically": _always,
    "literally": _literally,
    "right": _right,
    "kind of": _kind_of,
    "sort of": _kind_of,
}
