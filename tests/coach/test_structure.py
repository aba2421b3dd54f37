"""How much of an answer is quoted for a part."""

from extrabrain.coach.coach import Coach
from extrabrain.coach.structure import LEAST_QUOTED_WORDS
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question

ASKED = Question("", "Tell me about a time you stopped a launch.", "behavioural", "star")
WRITTEN = (
    "I was at a small bank. My job was the fraud model. It blocked pensioners. So I stopped the launch. "
    "We tested it with forty of them. Wrong blocks fell from nine to two percent. It cost us a week. "
    "Since then I ask who is hurt first."
)
SPOKEN = WRITTEN.replace(".", "").lower()


def quotes(text: str) -> list[str]:
    feedback = Coach(None).assess(Answer(None, ASKED.text, text), ASKED, feedback_id="f")
    return [part.quote.text for part in feedback.structure.parts if part.quote]


def test_in_written_text_a_sentence_is_quoted() -> None:
    found = quotes(WRITTEN)
    assert found
    assert all(quote.count(".") == 1 for quote in found)


def test_raw_speech_is_quoted_in_longer_pieces_and_to_the_letter() -> None:
    found = quotes(SPOKEN)
    assert found
    assert all(quote in SPOKEN for quote in found)
    assert max(len(quote.split()) for quote in found) >= LEAST_QUOTED_WORDS
