"""What an engine is given of the workspace: each passage only where its category is allowed for it."""

from pathlib import Path

import pytest

from extrabrain.app.briefing import Wish, briefed
from extrabrain.app.build import Workbench, workbench
from extrabrain.app.places import Places
from extrabrain.core.document import Brought
from extrabrain.core.egress import Category
from extrabrain.flows.shelve import shelve

ASKED = Wish("outline", "How many prompts did the pilot classifier miss?")


@pytest.mark.parametrize(
    ("allowed", "engine"),
    [
        ((), "openai/x"),
        (("documents",), "openai/x"),
        (("documents", "screenshot"), "openai/x"),
        ((), "none"),
    ],
)
def test_a_passage_goes_along_where_its_category_may(
    tmp_path: Path, allowed: tuple[Category, ...], engine: str
) -> None:
    with workbench(Places(tmp_path / "home", tmp_path / "models", tmp_path / "key")) as bench:
        bring(bench)
        for category in allowed:
            bench.consent.allow(category, "openai")
        brief, told = briefed(bench, ASKED, engine)
    expected = {"documents", "screenshot"} if engine == "none" else set(allowed)
    assert {material.category for material in brief.materials} == expected
    left = {"documents", "screenshot"} - expected
    assert len(told) == len(left)
    assert all(any(f"guard allow {category} openai" in one for one in told) for category in left)


def bring(bench: Workbench) -> None:
    text = "The pilot classifier missed 14 % of the prompts that we held out.\n"
    shelve(
        bench.store,
        [
            Brought("notes.md", "notes", text, kind="notes"),
            Brought("shot.png", "shot", text.replace("14", "15"), kind="screenshot"),
        ],
    )
