"""Generated text held to the user's words."""

import pytest

from extrabrain.advice.ground import Ground, changed, cited, literal
from extrabrain.core.advice import Material

SAID = (
    "At Anthropic I worked with Anna Kowalski on a reward model for three months. "
    "We tested 40 prompts in May 2023, and the error rate halved."
)


@pytest.fixture
def ground() -> Ground:
    return Ground([SAID])


@pytest.mark.parametrize(
    "text",
    [
        "We tested forty prompts over 3 months at Anthropic.",
        "With Anna Kowalski, in May 2023, I halved the error rate.",
        "The Reward Model was tested.",
        "Say [how many users?] there were.",
    ],
)
def test_what_the_user_said_stays(ground: Ground, text: str) -> None:
    held = ground.hold(text)
    assert held.text == text
    assert held.grounding.facts_blanked == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We tested 400 prompts.", "We tested [how much?] prompts."),
        ("We tested 40k prompts.", "We tested [how much?] prompts."),
        ("It was in June 2023.", "It was in [when?] 2023."),
        ("It was in June 2022.", "It was in [when?] [how much?]."),
        ("With Anna Smith, it went well.", "With [who or what?], it went well."),
        ("At OpenAI and Anthropic it ran.", "At [where?] and Anthropic it ran."),
        ("It cost 5, 6 and 7.", "It cost [how much?]."),
        ("We had [43% fewer errors?].", "We had [what exactly?]."),
        ("Tested 12/05/2023.", "Tested [how much?]."),
    ],
)
def test_what_nobody_said_is_a_blank(ground: Ground, text: str, expected: str) -> None:
    assert ground.hold(text).text == expected


def test_counts_what_it_blanked(ground: Ground) -> None:
    held = ground.hold("At Google we tested 40 prompts in 2021.")
    assert (held.grounding.facts, held.grounding.facts_blanked) == (3, 2)
    assert held.grounding.dropped == pytest.approx(2 / 3)


def test_a_quote_is_literal_but_for_spaces_case_and_its_end() -> None:
    assert literal("we  tested 40 Prompts.", SAID) == (SAID.index("We tested"), SAID.index(" in May"))
    assert literal("We tested 41 prompts", SAID) is None
    assert literal("e tested 40 prompt", SAID) is None, "it cuts through words"
    assert literal("tested", SAID) is None, "one word proves nothing"
    assert literal("  ", SAID) is None


def test_a_citation_resolves_to_the_place_or_to_nothing() -> None:
    materials = [Material("cv", "My résumé", SAID, "documents")]
    found = cited(1, "we tested forty prompts in May 2023", materials)
    assert found is not None
    assert found.text == SAID[found.start_char : found.end_char]
    assert "40 prompts" in found.text
    assert cited(2, "We tested 40 prompts", materials) is None
    assert cited(1, "I founded three companies", materials) is None


def test_a_difference_is_told_word_by_word() -> None:
    assert changed("it was really very slow", "it was slow indeed") == [
        ("same", "it was"),
        ("gone", "really very"),
        ("same", "slow"),
        ("new", "indeed"),
    ]
