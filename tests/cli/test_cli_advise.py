"""`extrabrain advise` and `extrabrain providers` as a person runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def run(tmp_path: Path) -> Any:
    environment = {**os.environ, "EXTRABRAIN_HOME": str(tmp_path / "home"), "EXTRABRAIN_KEYCHAIN": "off"}

    def ran(*words: str, code: int = 0, said: str = "") -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "extrabrain.cli.main", *words, "--json"],
            capture_output=True,
            text=True,
            check=False,
            input=said,
            env=environment,
            timeout=120,
        )
        assert done.returncode == code, done.stderr + done.stdout
        return json.loads(done.stdout)

    return ran


def test_without_a_model_the_stand_in_says_so(run: Any) -> None:
    told = run("advise", "tighten", "--text", "-", said="I basically, you know, tested it.")
    assert told["data"]["fallback"]
    assert told["data"]["points"][0]["text"] == "I tested it."


def test_material_is_cited_from_a_file(run: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("We tested the reward model on held-out prompts. Lunch was good.")
    told = run("advise", "ask", "--question", "How was the reward model tested?", "--material", str(notes))
    cite = told["data"]["points"][0]["cites"][0]
    assert cite["ref"] == str(notes)
    assert notes.read_text()[cite["start_char"] : cite["end_char"]] == cite["text"]


def test_the_prompt_is_shown(run: Any) -> None:
    told = run("advise", "outline", "--question", "Why evaluate?", "--show-prompt")
    assert "Why evaluate?" in told["data"]["prompt"]["user"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("outline",), 2),
        (("dance",), 2),
        (("outline", "--question", "a", "--question-id", "b"), 2),
        (("summary", "--text", "-", "--session", "s"), 2),
        (("outline", "--question", "a", "--engine", "nobody/x"), 8),
        (("outline", "--question-id", "no-such"), 8),
    ],
)
def test_what_is_asked_wrongly(run: Any, words: tuple[str, ...], code: int) -> None:
    assert run("advise", *words, code=code)["message"]


def test_providers_are_listed_chosen_and_refused(run: Any) -> None:
    listed = run("providers", "list")["data"]
    assert listed["chosen"] is None
    assert {"openai", "anthropic", "google", "ollama"} <= {p["name"] for p in listed["providers"]}
    assert run("providers", "choose", "ollama/x")["data"]["chosen"] == "ollama/x"
    assert run("providers", "list")["data"]["chosen"] == "ollama/x"
    assert run("providers", "test", "openai/gpt-5-mini", code=1)["message"].startswith("The posture is local")
    assert run("providers", "add", "nobody", code=2)["message"]
    assert run("providers", "remove", "openai", code=8)["message"]


def test_the_libraries_of_models_are_not_imported_before_they_are_needed() -> None:
    asked = (
        "import sys; import extrabrain.app.build, extrabrain.web.server, extrabrain.cli.advise,"
        " extrabrain.flows.advise,"
        " extrabrain.app.minds, extrabrain.advice.hosted, extrabrain.advice.inprocess;"
        " print([m for m in ('xllamacpp', 'pydantic_ai', 'openai', 'anthropic', 'google.genai') if m in"
        " sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def test_it_draws_on_what_was_brought_and_on_the_attempt(run: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Audit\n\nWe tested the reward model on 400 held-out prompts before the launch.\n")
    run("import", str(notes))
    run("practice", "rlhf-limits", "--text", "-", said="I basically tested the reward model on prompts.")
    wish = ("advise", "outline", "--question-id", "rlhf-limits", "--attempt", "1", "--show-prompt")
    shown = run(*wish)["data"]["prompt"]
    assert "400 held-out prompts" in shown["user"]
    assert "I basically tested" in shown["user"]
    assert shown["carries"] == ["documents", "prompt", "transcript"]
    assert "400 held-out" not in run(*wish, "--no-workspace")["data"]["prompt"]["user"]
    told = run("advise", "outline", "--question", "How was the reward model tested?")["data"]
    cite = told["points"][0]["cites"][0]
    assert cite["title"] == "Audit"
    (kept,) = run("documents", "list")["data"]["documents"]
    text = run("documents", "show", str(kept["document_id"]))["data"]["text"]
    assert text[cite["start_char"] : cite["end_char"]] == cite["text"]
    assert "There are 1" in run("advise", "tighten", *wish[2:4], "--attempt", "2", code=8)["message"]
