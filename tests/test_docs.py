"""Docs cannot drift: generated files are fresh, kinds and commands explained, README commands exist."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from extrabrain.app.settings import Settings
from extrabrain.cli.main import COMMANDS
from extrabrain.core.event import EVENT_KINDS
from extrabrain.core.finding import FindingKind
from extrabrain.web.schema import typescript

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from findings_table import with_table  # noqa: E402


def test_generated_docs_are_fresh() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr


def test_wire_types_are_fresh() -> None:
    assert (ROOT / "web" / "src" / "wire.gen.ts").read_text() == typescript()


@pytest.mark.parametrize("kind", get_args(FindingKind))
def test_every_finding_kind_is_explained(kind: str) -> None:
    assert f"`{kind}`" in (ROOT / "docs" / "feedback.md").read_text()


def test_the_table_of_findings_is_that_of_the_latest_results() -> None:
    def line(**numbers: object) -> str:
        return json.dumps({"numbers": numbers})

    def of(precision: float) -> dict[str, object]:
        return {"by kind": {"vague": {"precision": precision, "recall": 0.5, "expected": 4}}}

    page = "a\n<!-- findings: begin -->\nstale\n<!-- findings: end -->\nb\n"
    lines = [line(crossed=of(0.9), blind=of(0.1)), line(blind=of(0.8), development={})]
    made = with_table(page, lines)
    assert "| kind | crossed (P / R, expected) | blind (P / R, expected) |" in made
    assert "| `vague` | 0.90 / 0.50, 4 | 0.80 / 0.50, 4 |" in made
    assert "| `too-fast` | – | – |" in made
    assert made.startswith("a\n")
    assert made.endswith("b\n")
    assert "stale" not in made


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_event_kind_is_explained(kind: str) -> None:
    assert f"`{kind}`" in (ROOT / "docs" / "wire.md").read_text()


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_explained(setting: str) -> None:
    assert f"`{setting}`" in (ROOT / "docs" / "settings.md").read_text()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"`extrabrain {command}`" in (ROOT / "docs" / "cli.md").read_text()


def test_commands_in_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text()
    used = re.findall(r"^uv run extrabrain ([a-z]+)", text, flags=re.MULTILINE)
    assert used
    assert set(used) <= set(COMMANDS)


def test_links_in_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
