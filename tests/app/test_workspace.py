"""What the workspace hands to a language model says what kind of personal data it is."""

from pathlib import Path

from extrabrain.app.build import workbench
from extrabrain.core.document import Brought
from extrabrain.flows.shelve import shelve


def test_text_of_a_screenshot_is_a_category_of_its_own(home: Path) -> None:
    with workbench() as bench:
        shelve(
            bench.store,
            [
                Brought("notes.md", "Notes", "The zebra probe leaked labels.", "notes"),
                Brought("shot.png", "Shot", "A zebra on the screen.", "screenshot"),
            ],
        )
        found = {material.ref: material.category for material in bench.workspace.materials("zebra")}
    assert found == {"notes.md": "documents", "shot.png": "screenshot"}
