"""What texts mean to the coach: as a whole, in part and word for word, from a model that was cut."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extrabrain.library import meanings
from extrabrain.library.embed import MiniLM
from extrabrain.library.layers import first_layers
from extrabrain.library.meanings import MeaningMiniLM
from extrabrain.library.transformer import States, Transformer

pytestmark = pytest.mark.weights

THREE_LAYERS_SAY = [-0.019, -0.657, 0.446, 0.100]
"""The first number of the first four tokens after layer 3, by the ONNX library's own cut of the model."""


@pytest.fixture(scope="module")
def model(models_dir: Path) -> MeaningMiniLM:
    return MeaningMiniLM(models_dir / "minilm-l6-v2")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that went through a model."""
    seen: list[str] = []
    whole = Transformer.run

    def counted(self: Transformer, texts: Sequence[str]) -> Iterator[tuple[int, Any, tuple[States, ...]]]:
        seen.extend(texts)
        return whole(self, texts)

    monkeypatch.setattr(Transformer, "run", counted)
    return seen


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


def test_what_was_met_of_late_is_not_run_again(
    models_dir: Path, run: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanings, "HELD_TOKENS", 20)
    small = MeaningMiniLM(models_dir / "minilm-l6-v2")
    first, second, third = (
        "We measured it twice.",
        "Nobody owned it.",
        "The launch was stopped by the duty lead.",
    )
    once = small.meanings([first, second, first])
    assert run == [first, second]
    assert small.meanings([second, first])[1].spans == once[0].spans
    assert run == [first, second]
    small.meanings([third])
    small.meanings([first])
    assert run == [first, second, third], "the one met longest ago goes first"
    small.meanings([second])
    assert run == [first, second, third, second]


def test_subjects_are_what_the_whole_model_says_and_bring_the_meanings(
    models_dir: Path, run: list[str]
) -> None:
    model = MeaningMiniLM(models_dir / "minilm-l6-v2")
    text = "We roll back when more than two in a thousand answers do harm."
    (subject,) = model.subjects([text])
    assert np.allclose(subject.whole(), MiniLM(models_dir / "minilm-l6-v2").embed([text])[0], atol=2e-3)
    (fresh,) = MeaningMiniLM(models_dir / "minilm-l6-v2").meanings([text])
    run.clear()
    (meaning,) = model.meanings([text])
    assert not run
    assert np.allclose(meaning.whole(), fresh.whole(), atol=2e-3)
    assert subject.whole() @ meaning.whole() < 0.9


def test_what_lies_behind_the_last_token_has_no_words(model: MeaningMiniLM) -> None:
    text = "word " * 400 + "the end"
    (meaning,) = model.meanings([text])
    assert len(meaning.words()) < 260
    assert np.allclose(meaning.part(len(text) - 7, len(text)), meaning.whole())


def test_the_first_layers_say_the_same_alone_as_at_the_foot_of_all(models_dir: Path) -> None:
    folder = models_dir / "minilm-l6-v2"
    text = ["We roll back when more than two in a thousand answers do harm."]
    (middle,) = next(iter(Transformer(folder, depth="middle").run(text)))[2]
    (last,) = next(iter(Transformer(folder).run(text)))[2]
    both = next(iter(Transformer(folder, depth="both").run(text)))[2]
    assert middle.shape == last.shape
    assert np.allclose(both[0], last, atol=1e-4) and np.allclose(both[1], middle, atol=1e-4)
    assert np.allclose(middle[:4, 0], THREE_LAYERS_SAY, atol=0.02)


def test_a_layer_that_is_not_there(models_dir: Path) -> None:
    stored = (models_dir / "minilm-l6-v2/model_quantized.onnx").read_bytes()
    with pytest.raises(ValueError, match="no layer 7"):
        first_layers(stored, 7)
