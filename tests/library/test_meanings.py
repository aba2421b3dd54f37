"""What texts mean to the coach: as a whole, in part and word for word, from a model that was cut."""

from pathlib import Path

import numpy as np
import pytest

from extrabrain.core.errors import Problem
from extrabrain.library import meanings
from extrabrain.library.layers import first_layers
from extrabrain.library.meanings import MeaningMiniLM
from extrabrain.library.minilm import Transformer

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def model(models_dir: Path) -> MeaningMiniLM:
    return MeaningMiniLM(models_dir / "minilm-l6-v2")


def test_words_stand_where_they_are_and_mean_what_the_text_makes_of_them(model: MeaningMiniLM) -> None:
    texts = ["We sat on the bank of the river.", "The bank raised its rates."]
    river, money = model.meanings(texts)
    assert [texts[0][a:b] for a, b in river.spans] == "We sat on the bank of the river .".split()
    assert np.allclose(np.linalg.norm(river.words(), axis=1), 1, atol=1e-3)
    same_word = float(river.words()[4] @ money.words()[1])
    assert texts[1][slice(*money.spans[1])] == "bank"
    assert same_word < 0.9
    assert model.meanings([""])[0].words().shape == (0, 384)
    long = "word " * 200
    assert len(model.meanings([long, long])[0].words()) == 200


def test_a_part_means_what_it_means_in_its_surroundings(model: MeaningMiniLM) -> None:
    left, right = "The bank was steep,", "so we pulled the boat out of the river."
    text = f"{left} {right}"
    (meaning,) = model.meanings([text])
    alone, within = model.meanings([left])[0].whole(), meaning.part(0, len(left))
    assert within @ meaning.whole() > alone @ meaning.whole()
    assert np.allclose(np.linalg.norm(within), 1, atol=1e-3)
    assert np.allclose(meaning.part(len(text), len(text) + 9), meaning.whole())


def test_meanings_held_and_not_held_are_the_same(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanings, "HELD_TOKENS", 20)
    small = MeaningMiniLM(models_dir / "minilm-l6-v2")
    texts = ["We measured it twice.", "Nobody owned the decision to launch.", "We measured it twice."]
    once, again = small.meanings(texts), small.meanings(texts)
    for one, other in zip(once, again, strict=True):
        assert one.spans == other.spans
        assert one.whole() @ other.whole() > 0.98


def test_the_first_layers_say_the_same_alone_as_at_the_foot_of_all(models_dir: Path) -> None:
    folder = models_dir / "minilm-l6-v2"
    text = ["We roll back when more than two in a thousand answers do harm."]
    states = [
        next(iter(Transformer(folder, layers=layers).run(text)))[2] for layers in (1, meanings.LAYERS, 6)
    ]
    whole = next(iter(Transformer(folder).run(text)))[2]
    assert all(each.shape == whole.shape for each in states)
    assert np.allclose(states[2], whole, atol=1e-5)
    assert not np.allclose(states[1], whole, atol=0.1) and not np.allclose(states[0], states[1], atol=0.1)


def test_a_layer_that_is_not_there(models_dir: Path) -> None:
    stored = (models_dir / "minilm-l6-v2/model_quantized.onnx").read_bytes()
    with pytest.raises(Problem, match="no layer 7"):
        first_layers(stored, 7)
