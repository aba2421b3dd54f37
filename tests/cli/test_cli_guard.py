"""`posture`, `guard` and `redact` as a person and as a program uses them."""

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
    def ran(*words: str, told: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [PROGRAM, *words],
            input=told,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )

    return ran


def data(ran: "subprocess.CompletedProcess[str]") -> Any:
    plain = json.loads(ran.stdout)
    assert plain["code"] == ran.returncode and set(plain) == {"code", "data", "message"}
    return plain["data"]


def test_the_posture_is_local_until_the_user_says_otherwise(run) -> None:
    assert data(run("posture", "--json")) == {"posture": "local", "allowed": []}
    assert "hybrid" in run("posture", "hybrid").stdout
    assert data(run("posture", "--json"))["posture"] == "hybrid"
    assert run("posture", "open").returncode == 2


def test_what_is_allowed_is_taken_back_and_each_act_is_in_the_ledger(run) -> None:
    row = {"provider": "openai", "category": "prompt"}
    assert data(run("guard", "allow", "prompt", "openai", "--json"))["allowed"] == [row]
    assert data(run("guard", "revoke", "prompt", "openai", "--json"))["allowed"] == []
    run("posture", "hybrid")
    lines = data(run("guard", "log", "--json"))
    assert [line["step"] for line in lines] == ["allow", "revoke", "posture"]
    assert [line["step"] for line in data(run("guard", "log", "--search", "openai", "--json"))] == [
        "allow",
        "revoke",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("allow", "thoughts", "openai"), 2),
        (("allow", "prompt", "nobody"), 8),
        (("allow", "prompt", "ollama"), 2),
    ],
)
def test_what_makes_no_sense_is_told(run, words: tuple[str, ...], code: int) -> None:
    ran = run("guard", *words)
    assert ran.returncode == code and ran.stderr.startswith("extrabrain: ")


def test_verify_finds_what_was_changed(run, home: Path) -> None:
    run("posture", "hybrid")
    sound = data(run("guard", "verify", "--json"))
    assert sound["sound"] and sound["lines"] == 1
    run("posture", "local")
    assert run("guard", "verify", "--head", sound["head"]).returncode == 0
    assert run("guard", "verify", "--head", "nonsense").returncode == 2
    ledger = home / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"posture":"hybrid"', b'"posture":"local"', 1))
    ran = run("guard", "verify", "--json")
    assert ran.returncode == 1 and not data(ran)["sound"]


def test_a_policy_that_makes_no_sense_lets_nothing_out(run, home: Path) -> None:
    home.mkdir(parents=True)
    (home / "policy.json").write_text('{"posture": "open"}')
    ran = run("posture")
    assert ran.returncode == 2 and "policy.json" in ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="there is no jail for this system yet")
def test_six_planted_leaks_are_caught(run) -> None:
    ran = run("guard", "test", "--json")
    found = data(ran)
    if ran.returncode:
        pytest.skip(f"not run here: {ran.stdout}")
    assert [leak["seen"] and leak["caught"] for leak in found] == [True] * 6


@pytest.mark.skipif(sys.platform != "linux", reason="there is no jail for this system yet")
def test_where_there_is_no_jail_the_test_fails_and_says_guarded(run) -> None:
    ran = run("guard", "test", EXTRABRAIN_JAIL="off")
    assert ran.returncode == 1 and "0 of 6" in ran.stdout and "guarded, not jailed" in ran.stdout


def test_redact_gives_spans_that_are_slices(run) -> None:
    text = "Grüße an karin@example.org von Dr. Nielsen"
    found = data(run("redact", "-", "--json", told=text))
    assert found["text"] == "Grüße an [email] von Dr. [name]"
    for each in found["found"]:
        assert text[each["start_char"] : each["end_char"]] == each["text"]
    assert run("redact", "/nowhere.txt").returncode == 8


@pytest.mark.parametrize(("setting", "word"), [("", "jailed by"), ("off", "guarded, not jailed")])
def test_the_doctor_says_which_it_is(run, setting: str, word: str) -> None:
    found = {check["name"]: check for check in data(run("doctor", "--json", EXTRABRAIN_JAIL=setting))}
    if setting == "" and found["jail"]["state"] != "ok":
        pytest.skip(f"not run here: {found['jail']['found']}")
    assert word in found["jail"]["found"]
