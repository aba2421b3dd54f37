"""`assess --explain`: the signs behind a finding, for people, as JSON and line by line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXTRABRAIN = Path(sys.executable).with_name("extrabrain")
QUESTION = "Where does RLHF stop being enough?"
ANSWER = (
    "We made the evaluation process much more robust and everyone was happy with the improvements. There "
    "were some issues in certain situations, and we dealt with them in an appropriate way, as one should."
)


def run(home: Path, models: Path, *words: str, stdin: str = ANSWER) -> str:
    environment = {
        **os.environ,
        "EXTRABRAIN_HOME": str(home),
        "EXTRABRAIN_MODELS": str(models),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    done = subprocess.run(
        [EXTRABRAIN, "assess", *words],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.weights
def test_the_page_names_threshold_and_signs(tmp_path: Path, models_dir: Path) -> None:
    page = run(tmp_path, models_dir, "--question", QUESTION, "--text", "-", "--explain")
    assert "vague: " in page
    assert "reported from" in page
    assert "[top:vague]" in page or "[rate:vague]" in page
    assert "sounds like words that nobody could check" in page


@pytest.mark.weights
def test_json_carries_feedback_and_explanation(tmp_path: Path, models_dir: Path) -> None:
    out = run(tmp_path, models_dir, "--question", QUESTION, "--text", "-", "--explain", "--json")
    data = json.loads(out)["data"]
    reported = {one["about"] for one in data["explain"] if one["reported"]}
    fitted = {one["about"] for one in data["explain"]}
    assert {f["kind"] for f in data["feedback"]["findings"]} & fitted <= reported
    assert all(bool(one["signs"]) is (one["log_odds"] is not None) for one in data["explain"])


@pytest.mark.weights
def test_lines_carry_it_only_when_asked(tmp_path: Path, models_dir: Path) -> None:
    line = json.dumps({"id": 1, "question": QUESTION, "text": ANSWER}) + "\n"
    assert "explain" not in json.loads(run(tmp_path, models_dir, "--jsonl", "-", stdin=line))
    assert json.loads(run(tmp_path, models_dir, "--jsonl", "-", "--explain", stdin=line))["explain"]
