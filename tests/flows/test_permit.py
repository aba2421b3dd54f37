"""What is not permitted in a session is not started: the engine is not even made."""

from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from extrabrain.app.build import Workbench
from extrabrain.app.places import Places
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.core.session import PERMISSIONS, Confirmation, Permission, Setting, permitted, session_with
from extrabrain.flows import history
from extrabrain.flows.permit import NotPermitted, need
from extrabrain.flows.speak import Speaking

QUESTION = Question("q", "How would you notice reward hacking?", "technical", "explain")
SETTINGS: tuple[Setting, ...] = get_args(Setting)
NOW = "2026-01-31T09:00:00Z"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EXTRABRAIN_KEYCHAIN", "off")
    made = Workbench(Places(tmp_path / "home", tmp_path / "models", tmp_path / "key"))
    yield made
    made.close()


def test_in_practice_all_is_on_and_elsewhere_nothing_until_it_is_confirmed() -> None:
    assert permitted("practice", None) == PERMISSIONS
    for setting in SETTINGS[1:]:
        assert permitted(setting, None) == ()
        assert permitted(setting, Confirmation(("notes",), NOW)) == ("notes",)


@pytest.mark.parametrize(("setting", "wanted", "given"), list(product(SETTINGS, PERMISSIONS, PERMISSIONS)))
def test_each_permission_stands_for_itself(setting: Setting, wanted: Permission, given: Permission) -> None:
    session = session_with("s", NOW, "t", setting=setting, confirmation=Confirmation((given,), NOW))
    if setting == "practice" or wanted == given:
        need(session, wanted)
        return
    with pytest.raises(NotPermitted) as caught:
        need(session, wanted)
    assert caught.value.permission == wanted and "confirm" in caught.value.next_step


def test_no_recogniser_is_made_where_transcription_is_off(bench: Workbench) -> None:
    attempt = bench.practice.begin(QUESTION, setting="interview")
    made: list[object] = []
    never: Any = made.append
    with pytest.raises(NotPermitted, match="Transcription"):
        Speaking(attempt, bench.practice, never, never)
    with pytest.raises(NotPermitted, match="Transcription"):
        bench.speech.speaking(attempt)
    assert made == []


def test_no_coach_is_asked_where_assistance_is_off(bench: Workbench) -> None:
    attempt = bench.practice.begin(
        QUESTION, setting="interview", confirmation=Confirmation(("transcription",), NOW)
    )
    with pytest.raises(NotPermitted, match="Assistance"):
        bench.practice.conclude(attempt, Answer("q", QUESTION.text, "We measured it."), at_ms=0)
    assert "_coach" not in bench.__dict__


def test_no_note_is_kept_where_notes_are_off_and_the_confirmation_is_stored(bench: Workbench) -> None:
    word = Confirmation(("transcription",), NOW, by="the recruiter")
    attempt = bench.practice.begin(QUESTION, setting="meeting", confirmation=word)
    with pytest.raises(NotPermitted, match="Notes"):
        history.write_notes(bench.store, attempt.session_id, "they said")
    kept = history.sessions.get(bench.store, attempt.session_id).session
    assert (kept.setting, kept.permissions) == ("meeting", ("transcription",))
    assert (kept.confirmed_at, kept.confirmed_by) == (NOW, "the recruiter")
