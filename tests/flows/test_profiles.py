"""Profiles: kept encrypted, held to their limits, and heard by every task in one place."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extrabrain.advice.tasks.table import TASKS
from extrabrain.core.advice import Brief, Material
from extrabrain.core.errors import Conflict, NotFound, UsageProblem
from extrabrain.core.profile import Profile, ProfileAction, checked
from extrabrain.flows.profiles import BUILT_IN, Profiles
from extrabrain.record.db import Store

OWN = Profile("", " Papers ", " Ask what was measured. ", (ProfileAction(" Harder ", " Ask a harder one. "),))


@pytest.fixture
def profiles(tmp_path: Path) -> Iterator[Profiles]:
    with Store.open(tmp_path / "store.db", bytes(32)) as store:
        yield Profiles(lambda: store)


def test_those_that_come_with_the_program_fit_their_own_limits() -> None:
    assert set(BUILT_IN) == {"assistant", "coding", "system-design", "behavioural", "meeting"}
    assert all(checked(profile) == profile and not profile.own for profile in BUILT_IN.values())


def test_own_ones_are_kept_changed_and_removed(profiles: Profiles) -> None:
    kept = profiles.keep(OWN)
    assert kept == Profile(
        "papers",
        "Papers",
        "Ask what was measured.",
        (ProfileAction("Harder", "Ask a harder one."),),
        own=True,
    )
    assert profiles.keep(OWN).profile_id.startswith("papers-")
    profiles.keep(replace(kept, prompt="Ask who was asked."))
    assert profiles.get("papers").prompt == "Ask who was asked."
    profiles.remove("papers")
    with pytest.raises(NotFound, match="papers"):
        profiles.get("papers")


def test_built_in_ones_stay(profiles: Profiles) -> None:
    with pytest.raises(Conflict):
        profiles.remove("coding")
    with pytest.raises(Conflict):
        profiles.keep(replace(OWN, profile_id="meeting"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "n" * 65}, "65 characters"),
        ({"name": " "}, "name is empty"),
        ({"prompt": "p" * 2_001}, "2,001 characters"),
        ({"actions": (ProfileAction("a" * 41, "x"),)}, "41 characters"),
        ({"actions": (ProfileAction("a", "x" * 1_001),)}, "1,001 characters"),
        ({"actions": (ProfileAction("a", "x"), ProfileAction(" a", "y"))}, "same name"),
        ({"actions": tuple(ProfileAction(f"a{n}", "x") for n in range(21))}, "more than 20"),
    ],
)
def test_what_does_not_fit_is_said(changed: dict[str, object], told: str) -> None:
    with pytest.raises(UsageProblem, match=told):
        checked(replace(OWN, **changed))


def test_what_just_fits() -> None:
    checked(Profile("", "n" * 64, "p" * 2_000, (ProfileAction("a" * 40, "x" * 1_000),)))


@pytest.mark.parametrize("name", TASKS)
def test_every_task_hears_it(name: str) -> None:
    task = TASKS[name]
    brief = Brief(task.name, "Why?", "Because.", (Material("a", "A", "Text.", "documents"),))
    said = "How the user wants it: Ask what was measured."
    with_own = replace(brief, profile=replace(checked(OWN), own=True))
    assert said in task.prompt(with_own).user and said not in task.prompt(brief).user
    assert "profile" in task.prompt(with_own).carries
    assert "profile" not in task.prompt(replace(brief, profile=BUILT_IN["coding"])).carries
