"""What an engine is given of the workspace: each passage only where its category is allowed for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from extrabrain.app.briefing import Wish, briefed
from extrabrain.app.build import Workbench, workbench
from extrabrain.app.places import Places
from extrabrain.core.document import Brought
from extrabrain.core.egress import Category
from extrabrain.core.errors import NotFound
from extrabrain.flows.shelve import shelve
from extrabrain.record.documents import list_documents

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


def test_a_chosen_screenshot_comes_first_whole_with_its_place(tmp_path: Path) -> None:
    with workbench(Places(tmp_path / "home", tmp_path / "models", tmp_path / "key")) as bench:
        bring(bench)
        shot = next(d for d in list_documents(bench.store) if d.kind == "screenshot")
        asked = replace(ASKED, documents=(shot.document_id,))
        brief, told = briefed(bench, asked, "none")
        first = brief.materials[0]
        assert (first.title, first.category, first.document_id) == ("shot", "screenshot", shot.document_id)
        assert "15 %" in first.text and told == ()
        assert [m.document_id for m in brief.materials].count(shot.document_id) == 1
        assert "screenshot" in brief.carries
        alone, _ = briefed(bench, replace(asked, workspace=False), "none")
        assert [m.title for m in alone.materials] == ["shot"]
        bench.consent.allow("documents", "openai")
        kept, told = briefed(bench, asked, "openai/x")
        assert {m.category for m in kept.materials} == {"documents"}
        assert "guard allow screenshot openai" in told[0]
        spoken, told = briefed(bench, replace(asked, task="tighten", answer="I did it."), "none")
        assert spoken.materials == () and "left out" in told[0]
        with pytest.raises(NotFound):
            briefed(bench, replace(asked, documents=(999,)), "none")


def bring(bench: Workbench) -> None:
    text = "The pilot classifier missed 14 % of the prompts that we held out.\n"
    shelve(
        bench.store,
        [
            Brought("notes.md", "notes", text, kind="notes"),
            Brought("shot.png", "shot", text.replace("14", "15"), kind="screenshot"),
        ],
    )
