"""An answer read with an embedder: each clause means what it means in its sentence, its words are its own."""

from pathlib import Path

import numpy as np
import pytest

from extrabrain.coach.likeness import likeness
from extrabrain.coach.reading import read, subjects
from extrabrain.coach.said import said_in
from extrabrain.coach.stems import stem
from extrabrain.library.meanings import MeaningMiniLM

pytestmark = pytest.mark.weights

TEXT = (
    "Zoë said 👍🏽 to it. The reward model was trained on pairs that our own raters had marked, "
    "and so it learned what they like, which is not the same as what helps. We stopped."
)


@pytest.fixture(scope="module")
def model(models_dir: Path) -> MeaningMiniLM:
    return MeaningMiniLM(models_dir / "minilm-l6-v2")


def test_words_and_vectors_of_clauses_come_from_their_sentences(model: MeaningMiniLM) -> None:
    reading = read(TEXT, (), model)
    assert reading.meant is not None and reading.vectors is not None and reading.peaks is not None
    assert len(reading.units) > len(reading.sentences.spans)
    meanings = model.meanings([TEXT[start:end] for start, end in reading.sentences.spans])
    for number, unit in enumerate(reading.units):
        spans, vectors = reading.meant[number]
        assert len(spans) == len(vectors) and all(unit.start <= a < b <= unit.end for a, b in spans)
        assert "".join(TEXT[a:b] for a, b in spans) == "".join(reading.unit_text(number).split())
        at = reading.sentences.spans[unit.sentence][0]
        alone = (unit.start, unit.end) == reading.sentences.spans[unit.sentence]
        meaning = meanings[unit.sentence]
        wanted = meaning.whole() if alone else meaning.part(unit.start - at, unit.end - at)
        assert np.allclose(reading.vectors[number], wanted)
        assert np.allclose(reading.peaks[number], np.concatenate([vectors.max(axis=0), vectors.min(axis=0)]))
    assert subjects(reading, model).shape == reading.vectors.shape


def test_a_clause_the_model_never_came_to_still_has_its_words(model: MeaningMiniLM) -> None:
    odd = " ".join(["xqzwvkjhptrlmnbvqwzxjkvb" * 2] * 24)
    reading = read(f"{odd}, and the filter misses slang in small languages", (), model)
    assert reading.meant is not None
    last = len(reading.units) - 1
    assert not reading.meant[last][0]
    assert {stem("filter"), stem("slang")} <= set(said_in(reading)[last].stems)


def test_likeness_is_high_for_a_restatement_and_low_for_another_matter(model: MeaningMiniLM) -> None:
    said = [
        "We tested the filter on slang.",
        "The filter was tried out on slang words.",
        "My manager left in May.",
    ]
    vectors = np.stack([meaning.whole() for meaning in model.meanings(said)])
    table = likeness(vectors, vectors)
    assert np.allclose(np.diag(table), 1, atol=1e-3)
    assert table[0, 1] > 0.5 > table[0, 2] + 0.3
