"""Settings on disk: kept, replaced whole, and refused with a next step."""

from datetime import date
from pathlib import Path

import pytest

from extrabrain.app.build import Workbench
from extrabrain.app.places import Places
from extrabrain.app.settings import Settings, load_settings, save_settings
from extrabrain.core.errors import ProtectedStorage, UsageProblem


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert load_settings(home) == Settings()
    chosen = Settings(engine="parakeet-tdt-v3", interview_date=date(2026, 12, 1))
    save_settings(home, chosen)
    assert load_settings(home) == chosen
    assert [file.name for file in home.iterdir()] == ["settings.json"]


def test_a_file_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"interview_date": "soon"}')
    with pytest.raises(UsageProblem, match=r"settings\.json"):
        load_settings(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ProtectedStorage, match="cannot be written"):
        save_settings(tmp_path / "home", Settings())


def test_a_change_keeps_the_rest_and_is_seen_at_once(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings(engine="parakeet-tdt-v3"))
    bench = Workbench(Places(tmp_path, tmp_path / "models", tmp_path / "key"))
    assert bench.settings.interview_date is None
    bench.change_settings(interview_date=date(2026, 12, 1))
    assert bench.settings == load_settings(tmp_path)
    assert bench.settings == Settings(engine="parakeet-tdt-v3", interview_date=date(2026, 12, 1))
