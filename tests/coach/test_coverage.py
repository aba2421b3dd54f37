"""Coverage: a point said in other words counts, its words without the claim do not."""

from pathlib import Path

import pytest

from extrabrain.bank.pack import builtin
from extrabrain.coach.claims import claims
from extrabrain.coach.coverage import coverage, pieces_of
from extrabrain.coach.reading import read
from extrabrain.core.feedback import Coverage
from extrabrain.library.meanings import MeaningMiniLM

QUESTION = "What limits red teaming?"
POINT = "Red teaming finds failures but cannot show that none are left."


@pytest.fixture(scope="module")
def embedder(models_dir: Path) -> MeaningMiniLM:
    return MeaningMiniLM(models_dir / "minilm-l6-v2")


def covered(
    text: str, embedder: MeaningMiniLM | None, points: list[str], question: str = QUESTION
) -> Coverage:
    return coverage(read(text, (), embedder), question, points, embedder)


@pytest.mark.parametrize(
    ("clause", "claimed"),
    [
        ("Red teaming finds failures but can't show that none are left.", True),
        ("You learn about the holes your attackers came across, not about the others.", True),
        ("Does red teaming find failures, and can it show that none are left?", False),
        ("Red teaming finds failures and shows when each one is gone.", False),
    ],
)
def test_words_of_a_point_are_no_claim(clause: str, claimed: bool) -> None:
    assert claims(clause, POINT) is claimed


def test_a_bare_list_is_no_claim() -> None:
    assert not claims("cache, latency, stale results", "A cache lowers latency but can return stale results.")


def test_no_points_no_figure_and_no_answer_no_point() -> None:
    assert covered("Anything.", None, []).overall is None
    empty = covered("", None, [POINT])
    assert (empty.overall, empty.points[0].status, empty.points[0].quote) == (0.0, "missing", None)


def test_a_whole_reference_answer_is_taken_apart() -> None:
    reference = (
        "The first phase grows fast. " * 4 + "\n- The second phase grows by one each time round.\n" * 3
    )
    assert len(pieces_of(reference)) > 3
    assert pieces_of(POINT) == [POINT]


def test_without_embeddings_shared_words_count() -> None:
    near = covered("Red teaming finds failures, it cannot show none are left.", None, [POINT])
    far = covered("My cat sleeps on the sofa.", None, [POINT])
    assert (near.overall or 0) > (far.overall or 0) + 0.3


@pytest.mark.weights
def test_saying_beats_mentioning(embedder: MeaningMiniLM) -> None:
    says = covered(
        "Red teaming turns up some failures, it cannot prove that there are none left.", embedder, [POINT]
    )
    asks = covered("Can red teaming show that no failures are left? I would look that up.", embedder, [POINT])
    assert says.points[0].status == "covered"
    assert asks.points[0].status == "missing"


@pytest.mark.weights
@pytest.mark.parametrize("question_id", ["rlhf-limits", "real-failure", "healthcare-privacy"])
def test_a_strong_answer_covers_its_own_points_best(embedder: MeaningMiniLM, question_id: str) -> None:
    bank = builtin()
    question, other = bank[question_id], bank["agent-vs-chat-risk"]
    own, foreign = (
        covered(text, embedder, list(question.key_points), question.text).overall or 0
        for text in (question.strong, other.strong)
    )
    assert own > foreign + 0.1


@pytest.mark.weights
def test_turning_the_question_round_covers_little(embedder: MeaningMiniLM) -> None:
    parroted = covered("Red teaming has limits. What limits red teaming is its limits.", embedder, [POINT])
    assert parroted.points[0].status == "missing"
