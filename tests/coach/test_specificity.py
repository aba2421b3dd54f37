"""Specificity: particulars lift a sentence in any field; numbers and names that tell nothing do not."""

from pathlib import Path

import numpy as np
import pytest

from extrabrain.coach.lexicon import rarity, rated
from extrabrain.coach.particulars import PARTICULARS, particulars
from extrabrain.coach.reading import read
from extrabrain.coach.specificity import specificity, specificity_heads
from extrabrain.coach.tokens import tokens
from extrabrain.library.meanings import MeaningMiniLM

PAIRS = [
    (
        "I blocked the launch until the leak rate was under two percent.",
        "We made launches a lot safer overall.",
    ),
    ("The zip broke the second time I used it.", "Not worth your money, stay away."),
    ("Bake the tart at 180 degrees for 35 minutes.", "Just do what feels right and enjoy."),
    (
        "The council voted 9 to 4 against the car park on Thursday.",
        "Only time will tell what the future holds.",
    ),
    (
        "The scan showed a nine millimetre stone in the left kidney.",
        "So we improved it by like 10x in 2021 or so.",
    ),
]


@pytest.fixture(scope="module")
def embedder(models_dir: Path) -> MeaningMiniLM:
    return MeaningMiniLM(models_dir / "minilm-l6-v2")


@pytest.mark.parametrize(("particular", "empty"), PAIRS)
def test_without_embeddings_a_particular_sentence_is_above_an_empty_one(particular: str, empty: str) -> None:
    high, low = (specificity(read(text), specificity_heads()).overall for text in (particular, empty))
    assert high > low + 0.05


@pytest.mark.weights
@pytest.mark.parametrize(("particular", "empty"), PAIRS)
def test_a_particular_sentence_is_above_an_empty_one(
    particular: str, empty: str, embedder: MeaningMiniLM
) -> None:
    high, low = (
        specificity(read(text, (), embedder), specificity_heads()).overall for text in (particular, empty)
    )
    assert high > low + 0.05


def test_one_sentence_is_the_whole() -> None:
    found = specificity(read("In March I moved nine tests to the nightly run."), specificity_heads())
    assert [s.score for s in found.sentences] == [found.overall]
    assert specificity(read(""), specificity_heads()).overall == 0


def test_an_empty_sentence_is_told_what_it_lacks() -> None:
    found = specificity(read("We improved the process and it got much better."), specificity_heads())
    assert "what" in found.sentences[0].missing


def test_rarity_and_concreteness() -> None:
    assert rarity("team") < rarity("anchovy")
    ferry, quality = rated("ferries"[:-3] + "y"), rated("quality")
    assert ferry and quality and ferry[1] > quality[1] + 0.3
    assert rated("qzxv") is None
    assert rated("walking") == rated("walk") or rated("walking") is not None


def test_sums_are_capped_so_that_length_alone_gains_nothing() -> None:
    some = "hammer spoon bridge hospital dog knife bottle truck chair river "
    long, longer = (particulars(text, tokens(text)) for text in (some * 4, some * 40))
    assert len(long) == len(PARTICULARS)
    assert np.allclose(long, longer)
