"""A repository is summed up by whose work it is, and runs nothing of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from extrabrain.core.errors import Problem
from extrabrain.library.repository import digest, head_of


def git(folder: Path, *words: str, name: str = "Ann Lee", email: str = "ann@example.org") -> None:
    who = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email, "GIT_COMMITTER_NAME": name}
    subprocess.run(
        ["git", "-C", str(folder), *words],
        env=os.environ | who | {"GIT_COMMITTER_EMAIL": email, "GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    folder = tmp_path / "probe"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "config", "user.email", "ann@example.org")
    git(folder, "remote", "add", "origin", "https://ann:token@example.org/ann/probe.git")
    (folder / "evals.py").write_text("x = 1\n" * 40)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Measure refusals on held-out prompts\n\nFound a gap of 12 points.")
    (folder / "README.md").write_text("# Probe\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Add a readme", name="Bo", email="bo@example.org")
    return folder


def test_it_tells_whose_work_it_is(project: Path) -> None:
    reading = digest(project)
    assert "made 1 of 2 commits among 2 people: 40 lines added" in reading.text
    assert "mostly Python" in reading.text
    assert "Found a gap of 12 points." in reading.text
    assert "Add a readme" not in reading.text
    assert reading.kind == "project"


def test_links_lead_to_the_commit_and_carry_no_password(project: Path) -> None:
    text = digest(project).text
    assert "https://example.org/ann/probe/commit/" in text
    assert "token" not in text


def test_a_repository_runs_nothing(project: Path, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    for key in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program"):
        git(project, "config", key, f"touch {trap}; cat")
    git(project, "config", "log.showSignature", "true")
    digest(project)
    assert not trap.exists()


def test_no_commits_and_no_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert head_of(tmp_path) == ""
    with pytest.raises(Problem, match="no commits"):
        digest(tmp_path)


def test_its_state_changes_with_a_commit(project: Path) -> None:
    before = head_of(project)
    git(project, "commit", "-q", "--allow-empty", "-m", "More")
    assert head_of(project) not in ("", before)
