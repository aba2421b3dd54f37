"""`extrabrain profiles`, and advice that follows one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(sys.executable).with_name("extrabrain")


@pytest.fixture
def run(home: Path):
    def ran(*words: str) -> Any:
        made = subprocess.run(
            [PROGRAM, *words, "--json"], capture_output=True, text=True, check=False, env={**os.environ}
        )
        plain = json.loads(made.stdout)
        assert plain["code"] == made.returncode
        return plain

    return ran


def test_add_choose_use_remove(run) -> None:
    added = run(
        "profiles", "add", "Papers", "--prompt", "Ask what was measured.", "--action", "Harder=Go deeper."
    )
    assert added["data"]["actions"] == [{"name": "Harder", "prompt": "Go deeper."}]
    assert run("profiles", "choose", "papers")["data"] == {"chosen": "papers"}
    assert run("profiles", "list")["data"]["chosen"] == "papers"
    asked = ("advise", "explain", "--question", "What is a probe?", "--show-prompt")
    assert "Ask what was measured." in run(*asked)["data"]["prompt"]["user"]
    assert "Ask what was measured." not in run(*asked, "--profile", "none")["data"]["prompt"]["user"]
    assert "programming problem" in run(*asked, "--profile", "coding")["data"]["prompt"]["user"]
    run("profiles", "remove", "papers")
    assert run("profiles", "list")["data"]["chosen"] is None


def test_what_is_off_is_said(run) -> None:
    assert run("profiles", "choose", "nobody")["code"] == 8
    assert run("profiles", "add", "n" * 65, "--prompt", "x")["code"] == 2
    assert run("profiles", "add", "A", "--prompt", "x", "--action", "no wish")["code"] == 2
    assert run("profiles", "remove", "coding")["code"] == 5
