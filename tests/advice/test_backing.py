"""Citations that say what they are cited for."""

import pytest

from extrabrain.advice.backing import backed
from extrabrain.core.advice import Cited, Material

TEXT = "I asked for two weeks,\nwhich cost us the demo. Priya owned the threshold.\n\nLunch was good."
NOTES = Material("n.md", "Notes", TEXT, "documents", 7, 100)


def at(words: str) -> Cited:
    start = TEXT.index(words)
    return Cited("n.md", 100 + start, 100 + start + len(words), words, "Notes", 7)


def test_a_place_that_says_it_is_kept() -> None:
    given = at("owned the threshold")
    assert backed("Somebody owned the threshold.", given, [NOTES]) == given


@pytest.mark.parametrize("given", [at("cost us the demo"), None])
def test_the_place_that_does_say_it_is_cited_instead(given: Cited | None) -> None:
    assert backed("Priya owned the threshold.", given, [NOTES]) == at("Priya owned the threshold.")


def test_a_sentence_may_go_over_the_end_of_a_line() -> None:
    found = backed("We asked for two weeks and it cost the demo.", None, [NOTES])
    assert found == at("I asked for two weeks,\nwhich cost us the demo.")


def test_what_nothing_says_has_no_place() -> None:
    assert backed("The policy learned to sound certain about doses.", at("cost us the demo"), [NOTES]) is None
