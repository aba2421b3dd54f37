"""The embedder: unit vectors, near for near meanings, the same whatever the batch."""

from pathlib import Path

import numpy as np
import pytest

from extrabrain.library.embed import MiniLM

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def embedder(models_dir: Path) -> MiniLM:
    return MiniLM(models_dir / "minilm-l6-v2")


def test_vectors_have_unit_length_and_384_dimensions(embedder: MiniLM) -> None:
    vectors = embedder.embed(["We stopped the launch.", "", "🎯", "word " * 2000])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert embedder.embed([]).shape == (0, 384)


def test_near_meanings_are_near(embedder: MiniLM) -> None:
    asked, near, far = embedder.embed(
        [
            "We rolled the model back after the incident.",
            "The release was reverted when users were harmed.",
            "My cat sleeps on the sofa.",
        ]
    )
    assert asked @ near > asked @ far + 0.2


def test_a_batch_does_not_change_a_vector(models_dir: Path) -> None:
    texts = [f"Sentence {n} about evaluation" + " and more" * n for n in range(20)]
    one_by_one = np.vstack([MiniLM(models_dir / "minilm-l6-v2").embed([text]) for text in texts[:5]])
    together = MiniLM(models_dir / "minilm-l6-v2").embed(texts)[:5]
    assert np.allclose(np.sum(one_by_one * together, axis=1), 1, atol=0.02)
