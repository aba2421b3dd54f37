"""`practice`, `doctor`, `questions`: what they print, save and refuse."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXTRABRAIN = Path(sys.executable).with_name("extrabrain")
EXAMPLES = Path(__file__).parents[2] / "examples"


def run(home: Path, *words: str, stdin: str = "", models: Path | None = None) -> tuple[int, str, str]:
    """The command in a process of its own: exit code, stdout, stderr."""
    environment = {
        **os.environ,
        "EXTRABRAIN_HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    if models is not None:
        environment["EXTRABRAIN_MODELS"] = str(models)
    done = subprocess.run(
        [EXTRABRAIN, *words], input=stdin, capture_output=True, text=True, env=environment, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def envelope(output: str) -> Any:
    assert output.count("\n") == 1, "exactly one envelope on one line"
    read = json.loads(output)
    assert read.keys() == {"code", "data", "message"}
    return read


@pytest.mark.weights
def test_a_recording_is_practised_and_saved(tmp_path: Path, models_dir: Path) -> None:
    home = tmp_path / "home"
    weak = str(EXAMPLES / "weak.flac")
    code, out, err = run(home, "practice", "rlhf-limits", "--audio", weak, "--json", models=models_dir)
    assert code == 0, err
    data = envelope(out)["data"]
    text = data["text"]
    assert "human feedback" in text
    quotes = [f["quote"] for f in data["findings"]]
    quotes += [q for axis in data["rubric"] for q in axis["because"]]
    quotes += [part["quote"] for part in data["structure"]["parts"] if part["quote"]]
    assert quotes
    for quote in quotes:
        assert text[quote["start_char"] : quote["end_char"]] == quote["text"]
        assert quote["start_ms"] <= quote["end_ms"] <= data["delivery"]["duration_ms"] + 500
    assert len(data["next_steps"]) <= 3
    assert {f["kind"] for f in data["findings"]}, "the weak sample must not pass without a finding"

    code, out, _ = run(home, "sessions", "list", "--json")
    assert [s["session_id"] for s in envelope(out)["data"]] == [data["session_id"]]
    code, out, _ = run(home, "sessions", "show", data["session_id"][:12])
    assert code == 0
    assert "human feedback" in out


@pytest.mark.weights
def test_a_second_attempt_counts(tmp_path: Path, models_dir: Path) -> None:
    for number in (1, 2):
        code, out, _ = run(
            tmp_path,
            "practice",
            "rlhf-limits",
            "--text",
            "-",
            "--json",
            stdin="It is a proxy.",
            models=models_dir,
        )
        assert code == 0
        assert envelope(out)["data"]["attempt"] == number


@pytest.mark.weights
@pytest.mark.parametrize("as_json", [True, False])
def test_refusals_of_practice(tmp_path: Path, models_dir: Path, as_json: bool) -> None:
    (tmp_path / "not-audio.flac").write_text("words, not sound")
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    for code, words in (
        (8, ["practice", "no-such-question", "--text", "-"]),
        (2, ["practice", "rlhf-limits"]),
        (2, ["practice", "rlhf-limits", "--text", "-", "--mic"]),
        (2, ["practice", "rlhf-limits", "--text", "-"]),
        (2, ["practice", "rlhf-limits", "--text", str(tmp_path / "binary.txt")]),
        (2, ["practice", "rlhf-limits", "--nonsense"]),
        (8, ["practice", "rlhf-limits", "--audio", str(tmp_path / "none.flac")]),
        (8, ["practice", "rlhf-limits", "--audio", str(tmp_path / "not-audio.flac")]),
    ):
        home = tmp_path / "home"
        got, out, err = run(home, *words, *(["--json"] if as_json else []), models=models_dir)
        assert got == code, (words, out, err)
        if as_json:
            assert envelope(out)["code"] == code
        else:
            assert out == ""
            assert err.strip()
    listed = run(tmp_path / "home", "sessions", "list", "--json")
    assert envelope(listed[1])["data"] == [], "a refused attempt leaves nothing behind"


@pytest.mark.weights
def test_a_lost_key_is_said_and_nothing_is_overwritten(tmp_path: Path, models_dir: Path) -> None:
    home = tmp_path / "home"
    say = ("practice", "rlhf-limits", "--text", "-", "--json")
    assert run(home, *say, stdin="It is a proxy.", models=models_dir)[0] == 0
    key = tmp_path / "home-key" / "store.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    kept = key.rename(tmp_path / "kept.key")
    before = (home / "extrabrain.db").read_bytes()
    code, out, _ = run(home, *say, stdin="It is a proxy.", models=models_dir)
    assert code == 7
    assert "key" in envelope(out)["message"]
    assert not key.exists()
    assert (home / "extrabrain.db").read_bytes() == before
    kept.rename(key)
    assert run(home, *say, stdin="It is a proxy.", models=models_dir)[0] == 0


def test_the_bank_in_the_terminal(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "questions", "list", "--json")
    assert code == 0
    assert len(envelope(out)["data"]) >= 80
    assert not (tmp_path / "extrabrain.db").exists(), "reading the bank makes no store"
    code, out, _ = run(tmp_path, "questions", "list", "--kind", "behavioural", "mentor")
    assert code == 0
    code, out, _ = run(tmp_path, "questions", "show", "rlhf-limits", "--json")
    assert envelope(out)["data"]["question_id"] == "rlhf-limits"
    code, out, _ = run(tmp_path, "questions", "show", "rlhf-limit", "--json")
    assert code == 8
    assert "rlhf-limits" in envelope(out)["message"]


def test_own_questions_and_packs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    pack = tmp_path / "pack.yaml"
    entry = "  - id: mine-one\n    text: What did you learn last year?\n    kind: behavioural\n"
    pack.write_text(f"pack: mine\ntitle: My own pack\nversion: 1\nquestions:\n{entry}")
    code, out, _ = run(home, "questions", "import", str(pack), "--json")
    assert code == 0
    assert envelope(out)["data"][0]["new"] == 1
    code, out, _ = run(home, "questions", "import", str(pack), "--json")
    assert envelope(out)["data"][0] == {"path": str(pack), "pack": "mine", "new": 0, "updated": 1}
    code, out, _ = run(home, "questions", "add", "How do you debug a flaky test?", "--json")
    added = envelope(out)["data"]
    assert added["kind"] == "technical"
    assert run(home, "questions", "add", "How do you debug a flaky test?")[0] == 5
    code, out, _ = run(home, "questions", "list", "flaky", "--json")
    assert [q["question_id"] for q in envelope(out)["data"]] == [added["question_id"]]
    pack.write_text(pack.read_text().replace("mine-one", "rlhf-limits"))
    assert run(home, "questions", "import", str(pack))[0] == 5
    pack.write_text(pack.read_text().replace("behavioural", "essay"))
    code, _, err = run(home, "questions", "import", str(pack))
    assert code == 2
    assert f"{pack}:7:" in err


@pytest.mark.weights
def test_the_doctor_looks_at_everything(tmp_path: Path, models_dir: Path) -> None:
    home = tmp_path / "home"
    code, out, _ = run(home, "doctor", "--json", models=models_dir)
    report = {check["name"]: check for check in envelope(out)["data"]}
    assert report["model silero-vad"]["state"] == "ok"
    assert "none yet" in report["store"]["found"]
    assert not (home / "extrabrain.db").exists()
    run(home, "questions", "add", "How do you debug a flaky test?")
    code, out, _ = run(home, "doctor", "--json", models=models_dir)
    report = {check["name"]: check for check in envelope(out)["data"]}
    assert code == 0
    assert report["key"]["state"] == "warning"
    assert "store.key" in report["key"]["found"]
    (home / "extrabrain.db").write_bytes(b"garbage" * 1000)
    code, out, _ = run(home, "doctor")
    assert code == 1
    assert "✗ store" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(tmp_path: Path, shell: str) -> None:
    code, out, _ = run(tmp_path, "completion", shell)
    assert code == 0
    assert "_EXTRABRAIN_COMPLETE" in out


def test_help_and_version_are_quick_to_say(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "--help")
    assert code == 0
    assert "practice" in out
    heavy = [
        "numpy",
        "sherpa_onnx",
        "onnxruntime",
        "av",
        "apsw",
        "tokenizers",
        "yaml",
        "httpx2",
        "pydantic",
        "starlette",
        "keyring",
    ]
    check = f"import sys, extrabrain.cli.main; print([m for m in {heavy!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
    assert run(tmp_path, "--version")[1].startswith("extrabrain ")
