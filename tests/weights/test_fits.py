from pathlib import Path

from extrabrain.weights.catalogue import Entry, File, Part, Source
from extrabrain.weights.fits import fit, machine_memory_mb


def model(memory_mb: int, download_bytes: int) -> Entry:
    file = File("f", "0" * 64, 10, (Source((Part("pypi:m==1#f", download_bytes),)),))
    return Entry("m", "M", "llm", "MIT", memory_mb, (file,))


def test_a_small_model_fits(tmp_path: Path) -> None:
    assert fit(model(100, 10), tmp_path, memory_mb=200).fits


def test_half_the_memory_is_the_most_it_may_take(tmp_path: Path) -> None:
    found = fit(model(101, 10), tmp_path, memory_mb=200)
    assert not found.fits
    assert str(found) == "no: too little memory"


def test_a_download_without_room(tmp_path: Path) -> None:
    found = fit(model(1, 10**15), tmp_path / "not" / "made" / "yet", memory_mb=200)
    assert str(found) == "no: too little disk"
    assert fit(model(1, 10**15), tmp_path, memory_mb=200, here=True).fits


def test_this_machine_has_memory() -> None:
    assert 500 < machine_memory_mb() < 100_000_000
