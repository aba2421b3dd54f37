"""Which words fill and which say something, with and without punctuation."""

import re

import pytest

from extrabrain.coach.fillers import spoken
from extrabrain.coach.reading import read


def found(text: str) -> list[str]:
    reading = read(text)
    spans = spoken(text, reading.row, frozenset(reading.first)).fillers
    return [text[reading.row[s.first].start : reading.row[s.last].end].lower() for s in spans]


def plain(text: str) -> str:
    """As a recogniser without punctuation would write it."""
    return " ".join(re.findall(r"[\w'’-]+", text.lower()))


FILLED = {
    "We, uh, stopped it and, um, told them.": ["uh", "um"],
    "Ummm, that was, uhhh, in March.": ["ummm", "uhhh"],
    "Hmm, we never measured that.": ["hmm"],
    "It was, you know, a long night.": ["you know"],
    "They trained it on, you know, how people write.": ["you know"],
    "It failed, I mean, half of the answers were wrong.": ["i mean"],
    "It took like three weeks.": ["like"],
    "We were just, uh, like completely lost.": ["uh", "like"],
    "And then, you know, like, we turned it off.": ["you know", "like"],
    "Well, I think the filter was too strict.": ["well"],
    "Okay, so, um, the first thing was the data.": ["okay", "so", "um"],
    "So yeah, that was my project.": ["so", "yeah"],
    "It was basically a list of rules.": ["basically"],
}

SAID = (
    "I like tests that fail.",
    "It looks like a leak and sounds like one.",
    "We ship it like the others.",
    "Attacks like prompt injection are common.",
    "Like I said, we stopped at five percent.",
    "Something like that would help.",
    "Do you know the answer?",
    "If you know what you are doing, it is safe.",
    "As you know, the benchmark leaked.",
    "I want to let you know that it works.",
    "That is what I mean by a threshold.",
    "It worked well and it scales well.",
    "The limits are well known, and we test them as well.",
    "So we turned it off.",
    "It was so slow that people left.",
    "The right answer is to wait.",
    "Are you okay with five percent?",
    "You can see what we measured.",
    "We kept it anyway.",
    "Uh-huh.",
    "Mm-hmm, exactly.",
    "A gap of 5 mm is enough.",
    "Flight three oh five was late.",
    "What kind of model is it?",
)


@pytest.mark.parametrize(("text", "words"), FILLED.items(), ids=range(len(FILLED)))
def test_fillers_are_found(text: str, words: list[str]) -> None:
    assert found(text) == words
    assert found(plain(text)) == words


@pytest.mark.parametrize("text", SAID, ids=range(len(SAID)))
def test_the_same_words_are_left_alone_where_they_say_something(text: str) -> None:
    assert found(text) == []
    assert found(plain(text)) == []


def test_a_short_clause_with_an_object_is_a_statement() -> None:
    assert found("You know the answer.") == []
    assert found("You know, the answer was wrong.") == ["you know"]


def test_capitals_are_an_abbreviation_unless_everything_is() -> None:
    assert found("The patient came to the ER by night.") == []
    assert found("WE, ER, STOPPED IT.") == ["er"]


def test_softeners_are_hedges_and_no_fillers() -> None:
    text = "It kind of helps, and it sort of scales."
    reading = read(text)
    both = spoken(text, reading.row, frozenset(reading.first))
    assert not both.fillers
    assert len(both.hedges) == 2
