"""Sentences in which the user is said to have done something."""

import pytest

from extrabrain.advice.claims import ASK, marked, stems

SAID = stems(
    "I looked at the agreement with people, it was not great on medical prompts, and we retrained it."
)


@pytest.mark.parametrize(
    "text",
    [
        "I conducted a cost-benefit analysis to determine the impact.",
        "we established a training programme for everybody on the team.",
        "My findings changed company policy.",
    ],
)
def test_what_nothing_bears_out_is_marked(text: str) -> None:
    assert marked(text, SAID).text == f"{ASK} {text}"


@pytest.mark.parametrize(
    "text",
    [
        "I compared agreement with people on medical prompts.",
        "I would conduct a cost-benefit analysis of the launch.",
        "What did I conduct an analysis for?",
        "The answer does not name an owner of the analysis.",
        "I did [what exactly?].",
        "Distillation copies a teacher, as we compare two models.",
    ],
)
def test_what_claims_nothing_or_was_said_stays(text: str) -> None:
    assert marked(text, SAID).text == text


def test_only_the_sentence_in_question_is_marked() -> None:
    told = marked("We retrained it on medical prompts. I hired twelve doctors. Was it enough?", SAID)
    assert told.text == f"We retrained it on medical prompts. {ASK} I hired twelve doctors. Was it enough?"
    assert (told.claims, told.unsure) == (2, 1)
