"""The Parakeet loader on a tiny TDT model of the same shape: real library, real graph, made-up weights."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_nemo

from extrabrain.core.errors import NotFound, Problem
from extrabrain.words.engines import load
from extrabrain.words.parakeet import Parakeet

NOISE = np.random.default_rng(3).standard_normal(16_000 * 4).astype(np.float32) * 0.1


@pytest.fixture(scope="module", params=[80, 128])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """v2 and v3 have 128 features, older ones 80."""
    return tiny_nemo.write_tdt(tmp_path_factory.mktemp("tdt"), features=request.param)


def test_words_have_the_times_that_the_model_gave(folder: Path):
    heard = load("parakeet-tdt-0.6b-v2", lambda _: folder).hear(NOISE)
    assert heard.text == "we scale it with care"
    step_ms = tiny_nemo.DURATION * 80
    assert [(w.text, w.start_ms, w.end_ms) for w in heard.words] == [
        ("we", 0, step_ms),
        ("scale", step_ms, 3 * step_ms),
        ("it", 3 * step_ms, 4 * step_ms),
        ("with", 4 * step_ms, 5 * step_ms),
        ("care", 5 * step_ms, 6 * step_ms),
    ]
    assert not any(w.interpolated for w in heard.words)


def test_a_shorter_slice_has_fewer_words(folder: Path):
    engine = Parakeet("p", folder, "p")
    assert engine.hear(NOISE[:16_000]).text == "we scale"
    assert engine.hear(NOISE[:100]).text == ""


def test_thirty_seconds_are_heard(folder: Path):
    sound = np.random.default_rng(4).standard_normal(16_000 * 30).astype(np.float32) * 0.1
    assert Parakeet("p", folder, "p").hear(sound).text == "we scale it with care"


def test_plain_file_names_do_too(folder: Path, tmp_path: Path):
    for part in ("encoder", "decoder", "joiner"):
        shutil.copy(folder / f"{part}.int8.onnx", tmp_path / f"{part}.onnx")
    shutil.copy(folder / "tokens.txt", tmp_path)
    assert Parakeet("p", tmp_path, "p").hear(NOISE).text == "we scale it with care"


def test_a_missing_part_says_what_to_do(folder: Path, tmp_path: Path):
    shutil.copy(folder / "encoder.int8.onnx", tmp_path)
    with pytest.raises(NotFound, match=r"decoder\.int8\.onnx") as caught:
        Parakeet("p", tmp_path, "parakeet-tdt-0.6b-v3")
    assert "models pull parakeet-tdt-0.6b-v3" in caught.value.next_step


@pytest.mark.parametrize("part", ["encoder", "decoder", "joiner"])
def test_a_broken_part_says_what_to_do(folder: Path, tmp_path: Path, part: str):
    broken = shutil.copytree(folder, tmp_path / "m")
    (broken / f"{part}.int8.onnx").write_bytes(b"not a model")
    with pytest.raises(Problem, match="cannot be read") as caught:
        Parakeet("p", broken, "parakeet-tdt-0.6b-v3")
    assert "models pull" in caught.value.next_step
