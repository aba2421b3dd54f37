"""A real language model in this process: the smallest there is."""

import asyncio
import json
from contextlib import aclosing
from pathlib import Path

import pytest

from extrabrain.advice.inprocess import InProcess
from extrabrain.core.advice import Prompt, Usage
from extrabrain.core.errors import Problem
from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.weights.store import Weights

pytest.importorskip("xllamacpp", reason="needs the extra `local-llm`")
pytestmark = pytest.mark.weights

SHAPE = {
    "type": "object",
    "properties": {"answer": {"type": "string", "maxLength": 20}, "sure": {"type": "boolean"}},
    "required": ["answer", "sure"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def model(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    home = tmp_path_factory.mktemp("door")
    weights = Weights(models_dir, Door(Keeper(Charter(home / "home", home / "key"))))
    if not weights.ready("smollm2-135m"):
        pytest.skip("smollm2-135m is not here: extrabrain models pull smollm2-135m")
    entry = weights.entry("smollm2-135m")
    return InProcess(weights.path("smollm2-135m") / entry.files[0].name, "smollm2-135m")


async def test_output_fits_the_schema_and_is_counted(model: InProcess) -> None:
    text, used = "", None
    async with aclosing(model.stream(Prompt("You answer.", "Is water wet?", SHAPE, 60))) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                used = piece
            else:
                text += piece
    assert set(json.loads(text)) == {"answer", "sure"}
    assert used is not None
    assert used.tokens_out > 4
    assert used.tokens_per_s > 0


async def test_it_stops_when_it_is_closed_and_answers_again(model: InProcess) -> None:
    async with aclosing(model.stream(Prompt("Count.", "Count to a thousand.", None, 500))) as stream:
        async for _ in stream:
            break
    async with aclosing(model.stream(Prompt("You answer.", "Say yes.", None, 4))) as stream:
        pieces = [piece async for piece in stream]
    assert isinstance(pieces[-1], Usage)
    assert pieces[-1].tokens_out <= 5


async def test_what_is_too_long_is_told(model: InProcess) -> None:
    with pytest.raises(Problem, match="too long"):
        async with aclosing(model.stream(Prompt("Read.", "word " * 9_000, None, 4))) as stream:
            async for _ in stream:
                pass


async def test_unloading_gives_it_back_and_it_loads_again(model: InProcess) -> None:
    model.unload()
    async with aclosing(model.stream(Prompt("You answer.", "Say yes.", None, 2))) as stream:
        assert [piece async for piece in stream]


async def test_it_leaves_memory_when_nobody_asks_and_comes_back(model: InProcess) -> None:
    short = InProcess(model.path, "smollm2-135m", idle_s=0.2)
    assert not short.loaded
    for _ in range(2):
        async with aclosing(short.stream(Prompt("You answer.", "Say yes.", None, 2))) as stream:
            assert [piece async for piece in stream]
        async with asyncio.timeout(30):
            while short.loaded:
                await asyncio.sleep(0.02)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file"):
        InProcess(tmp_path / "x.gguf", "x")
