"""The streaming loader on a tiny cache-aware transducer: real library, real graph, made-up weights."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import tiny_nemo

from extrabrain.core.errors import NotFound
from extrabrain.words.engines import load
from extrabrain.words.streaming import Streaming

NOISE = np.random.default_rng(3).standard_normal(16_000 * 2).astype(np.float32) * 0.1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_nemo.write_streaming(tmp_path_factory.mktemp("streaming"))


def test_a_whole_slice(folder: Path):
    heard = load("nemo-streaming-80ms-en", lambda _: folder).hear(NOISE)
    assert heard.text == "we scale it with care"
    assert [w.text for w in heard.words] == heard.text.split()


def test_piece_by_piece_words_only_grow(folder: Path):
    ear = Streaming("s", folder, "s").listen()
    texts = [ear.push(NOISE[at : at + 800]).text for at in range(0, len(NOISE), 800)]
    assert texts[0] == ""
    assert all(after.startswith(before) for before, after in itertools.pairwise(texts))
    assert ear.finish().text == "we scale it with care"


def test_two_ears_do_not_share_their_place(folder: Path):
    engine = Streaming("s", folder, "s")
    one, two = engine.listen(), engine.listen()
    one.push(NOISE)
    assert two.push(NOISE[:800]).text == ""
    assert one.finish().text == two.finish().text == "we scale it with care"


def test_missing_files_say_what_to_do(tmp_path: Path):
    with pytest.raises(NotFound) as caught:
        Streaming("s", tmp_path, "nemo-streaming-80ms-en")
    assert "models pull nemo-streaming-80ms-en" in caught.value.next_step
