"""Moonshine on real weights: real speech, silence, slivers; its tokens file."""

import base64
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from extrabrain.core.errors import Problem
from extrabrain.sound.file import read_audio
from extrabrain.words.engine import Engine, samples_of
from extrabrain.words.engines import load
from extrabrain.words.moonshine import Moonshine, read_tokens, tokens_file

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def engine(models_dir: Path) -> Engine:
    return load("moonshine-tiny-en", lambda model_id: models_dir / model_id)


@pytest.fixture(scope="module")
def speech() -> np.ndarray:
    pcm = b"".join(chunk.pcm for chunk in read_audio(EXAMPLES / "weak.flac"))
    return samples_of(pcm)[: 9 * 16_000]


@pytest.mark.weights
def test_real_speech_becomes_words(engine: Engine, speech: np.ndarray):
    heard = engine.hear(speech)
    assert "human feedback" in heard.text.lower()
    assert heard.text == " ".join(heard.text.split())
    assert heard.words == ()
    assert engine.name == "moonshine-tiny-en"


@pytest.mark.weights
@pytest.mark.parametrize("samples", [0, 1, 1_599, 1_600, 3_200])
def test_slivers_and_silence_do_no_harm(engine: Engine, samples: int):
    assert engine.hear(np.zeros(samples, np.float32)).text == ""


@pytest.mark.weights
def test_two_threads_may_share_it(engine: Engine, speech: np.ndarray):
    alone = engine.hear(speech).text
    with ThreadPoolExecutor(3) as pool:
        assert {f.result().text for f in [pool.submit(engine.hear, speech) for _ in range(4)]} == {alone}


@pytest.mark.weights
def test_broken_weights_say_what_to_do(models_dir: Path, tmp_path: Path):
    broken = tmp_path / "m"
    shutil.copytree(models_dir / "moonshine-tiny-en", broken)
    (broken / "encoder_model.ort").write_bytes(b"nothing")
    with pytest.raises(Problem, match="cannot be read") as caught:
        Moonshine("m", broken, "moonshine-tiny-en")
    assert "models pull moonshine-tiny-en" in caught.value.next_step


def tokenizer(folder: Path, tokens: list[bytes]) -> Path:
    data = b""
    for token in tokens:
        high, low = divmod(len(token), 128)
        data += (bytes([low + 128, high]) if high else bytes([low])) + token
    path = folder / "tokenizer.bin"
    path.write_bytes(data)
    return path


TOKENS = [b"<unk>", b" the", b"", b"x" * 127, b"y" * 128, b"z" * 300, b"\xff\x00"]


def test_tokens_of_every_length_are_read(tmp_path: Path):
    assert read_tokens(tokenizer(tmp_path, TOKENS).read_bytes(), "m") == TOKENS


def test_the_tokens_file_is_made_once_and_kept(tmp_path: Path):
    source = tokenizer(tmp_path, TOKENS)
    with tokens_file(source, "m") as path:
        lines = [line.split(" ") for line in path.read_text().splitlines()]
        assert [base64.b64decode(text) for text, _ in lines] == TOKENS
        assert [int(number) for _, number in lines] == list(range(len(TOKENS)))
        made = path.stat().st_mtime_ns
    with tokens_file(source, "m") as path:
        assert path.stat().st_mtime_ns == made
    assert sorted(p.name for p in tmp_path.iterdir()) == ["tokenizer.bin", "tokens.txt"]


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path):
    source = tokenizer(tmp_path, TOKENS)
    (tmp_path / "tokens.txt").mkdir()
    with tokens_file(source, "m") as path:
        assert path.parent != tmp_path
        assert len(path.read_text().splitlines()) == len(TOKENS)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"", b"\x05ab", b"\x80"])
def test_a_damaged_tokenizer_is_said(data: bytes):
    with pytest.raises(Problem, match="damaged"):
        read_tokens(data, "m")
