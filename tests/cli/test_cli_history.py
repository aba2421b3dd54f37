"""`insights`, `mocks`, and a session in print, as a person and as a program asks for them."""

import json
import sys
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pypdf
import pytest
from docx import Document

from extrabrain.app.build import workbench
from extrabrain.cli import main as cli
from extrabrain.flows.mock import Mocks
from extrabrain.flows.mock_choose import Wish

WEAK = "We care about safety and we will always balance it. Łukasz agreed."
BETTER = (
    "Reward models are proxies, so I measured the gap on 400 held-out prompts. It grew to seven points after "
    "2,000 steps, because the policy found longer answers. I stop a run when the gap passes five points. "
    "Łukasz Žižek owned the decision, and we learned to sample new prompts each week."
)


class Terminal:
    def __init__(self, captured: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> None:
        self._captured = captured
        self._patch = patch

    def __call__(self, *words: str) -> tuple[int, bytes, str]:
        self._patch.setattr(sys, "argv", ["extrabrain", *words])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as leave:
            code = leave.code
        seen = self._captured.readouterr()
        return int(code or 0), seen.out, seen.err.decode()

    def json(self, *words: str) -> Any:
        code, out, _ = self(*words, "--json")
        answer = json.loads(out)
        assert answer["code"] == code and set(answer) == {"code", "data", "message"}
        return answer


@pytest.fixture
def terminal(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    return Terminal(capfdbinary, monkeypatch)


def answered(*texts: str) -> list[str]:
    with workbench() as bench:
        question = bench.bank.get("rlhf-limits")
        return [bench.practice.typed(question, text)[0].session_id for text in texts]


def interviewed(text: str) -> str:
    with workbench() as bench:
        mocks = Mocks(bench.store)
        made = mocks.start(bench.bank.all(), Wish(count=3), Random(1))
        attempt, _ = bench.practice.typed(made.turns[0].question, text)
        mocks.link(made.mock_id, made.turns[0].position, attempt.session_id)
        mocks.close(made.mock_id, made.turns[0].position, skipped=False)
        mocks.end(made.mock_id)
        return made.mock_id


def test_insights_of_a_first_and_a_second_attempt(terminal: Terminal) -> None:
    first, second = answered(WEAK, BETTER)
    told = terminal.json("insights", first)["data"]
    assert (told["session_id"], told["attempt"], told["change"]) == (first, 1, None)
    kinds = {found["kind"]: found for found in told["findings"]}
    assert kinds["too-short"] == {"kind": "too-short", "here": 1, "answers": kinds["too-short"]["answers"]}
    assert told["answers"] == 2 and len(told["attempts"]) == 2
    again = terminal.json("insights", second)["data"]
    assert again["attempt"] == 2 and again["change"]["words_change"] == again["words"] - told["words"]
    code, out, _ = terminal("insights", second)
    assert code == 0 and "Since the attempt before" in out.decode()
    assert "first attempt" in terminal("insights", first)[1].decode()


def test_insights_of_nothing(terminal: Terminal) -> None:
    assert terminal.json("insights", "zzz")["code"] == 8
    with workbench() as bench:
        begun = bench.practice.begin(bench.bank.get("rlhf-limits")).session_id
    refused = terminal.json("insights", begun)
    assert refused["code"] == 8 and "no feedback" in refused["message"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_session_in_print(terminal: Terminal, tmp_path: Path, kind: str) -> None:
    (session_id,) = answered(BETTER)
    target = tmp_path / f"page.{kind}"
    made = terminal.json("sessions", "export", session_id, "--output", str(target))
    assert made["data"]["format"] == kind and made["data"]["bytes"] == target.stat().st_size
    assert "Łukasz Žižek owned the decision" in text_of(target.read_bytes(), kind)
    assert terminal("sessions", "export", session_id, "--format", kind, "--output", "-")[0] == 2


@pytest.mark.parametrize("kind", ["md", "pdf", "docx"])
def test_a_mock_report_in_print(terminal: Terminal, tmp_path: Path, kind: str) -> None:
    mock_id = interviewed(BETTER)
    assert [line["mock_id"] for line in terminal.json("mocks", "list")["data"]] == [mock_id]
    assert b"1 of " in terminal("mocks", "list")[1]
    target = tmp_path / f"report.{kind}"
    made = terminal.json("mocks", "export", mock_id, "--output", str(target))
    assert made["data"] == {
        "mock_id": mock_id,
        "format": kind,
        "path": str(target),
        "bytes": target.stat().st_size,
    }
    said = text_of(target.read_bytes(), kind)
    assert "Mock interview" in said and "What to change first" in said and "Not asked." in said
    code, _, err = terminal("mocks", "export", mock_id, "--output", str(target))
    assert code == 5 and "--force" in err
    assert terminal("mocks", "export", mock_id, "--output", str(target), "--force")[0] == 0


def test_mocks_that_are_not_there(terminal: Terminal, home: Path) -> None:
    assert terminal.json("mocks", "list")["data"] == []
    assert not home.exists(), "reading an empty list makes no store"
    assert terminal.json("mocks", "export", "none", "--output", "x.md")["code"] == 8


def text_of(made: bytes, kind: str) -> str:
    if kind == "pdf":
        pages = pypdf.PdfReader(BytesIO(made)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)
    return made.decode()
