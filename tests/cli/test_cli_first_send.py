"""`extrabrain advise` asks before the first send of a kind, and a script says `--yes`."""

import json
import os
import pty
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "advice"))

from at_home import COMMAND, environment, run
from elsewhere import elsewhere
from fake_apis import FakeApis

ASK = ("advise", "outline", "--question", "How would karin@example.org test it?", "--engine", "lab/good")


@pytest.fixture
def apis(home: Path) -> Iterator[FakeApis]:
    with elsewhere(home) as made:
        run(home, "guard", "allow", "prompt", "lab")
        run(home, "posture", "hybrid")
        yield made


def at_terminal(home: Path, typed: str, *words: str) -> tuple[int, str]:
    """What somebody types when asked, and all that the terminal showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [*COMMAND, *(words or ASK)], environment(home))
    os.write(terminal, typed.encode())
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode(errors="replace")


def test_a_script_is_refused_with_the_next_step_and_goes_on_with_yes(home: Path, apis: FakeApis) -> None:
    refused = run(home, *ASK)
    assert refused.returncode == 5 and "--yes" in refused.stderr
    assert run(home, *ASK, "--redact", "--json").returncode == 5
    assert apis.asked == []
    assert run(home, *ASK, "--yes", "--redact").returncode == 0
    assert "[email]" in json.dumps(apis.asked[0][1])
    assert run(home, *ASK, "--yes").returncode == 0
    assert "karin@example.org" in json.dumps(apis.asked[1][1])
    log = run(home, "guard", "log").stdout
    assert "agreed" in log


def test_a_question_to_the_workspace_can_be_sent_with_blanks(
    home: Path, apis: FakeApis, tmp_path: Path
) -> None:
    note = tmp_path / "audit.txt"
    note.write_text("Ask karin@example.org: the reward model was tested on 400 held-out prompts.")
    assert run(home, "import", str(note)).returncode == 0
    run(home, "guard", "allow", "documents", "lab")
    asked = ("ask", "On how many prompts was the reward model tested?", "--engine", "lab/good")
    assert run(home, *asked).returncode == 5
    assert apis.asked == []
    run(home, *asked, "--yes", "--redact")
    sent = json.dumps(apis.asked[0][1])
    assert "400 held-out prompts" in sent and "karin@example.org" not in sent


def test_blanks_are_heeded_line_by_line_too(home: Path, apis: FakeApis, tmp_path: Path) -> None:
    note = tmp_path / "audit.txt"
    note.write_text("Ask karin@example.org: the reward model was tested on 400 held-out prompts.")
    assert run(home, "import", str(note)).returncode == 0
    run(home, "guard", "allow", "documents", "lab")
    question = "On how many prompts was the reward model tested?"
    at_terminal(home, "a\ny\n", "ask", question, "--engine", "lab/good")
    line = json.dumps({"id": 1, "query": question})
    run(home, "ask", "--jsonl", "-", "--engine", "lab/good", "--redact", given=line)
    as_is, blanked = (json.dumps(body) for _, body in apis.asked)
    assert "karin@example.org" in as_is and "karin@example.org" not in blanked


def test_a_terminal_shows_it_and_asks(home: Path, apis: FakeApis) -> None:
    code, shown = at_terminal(home, "n\n")
    assert code == 5 and "POST /v1/chat/completions" in shown and "karin@example.org (email)" in shown
    assert apis.asked == []
    code, _ = at_terminal(home, "r\ny\n")
    assert code == 0 and "[email]" in json.dumps(apis.asked[0][1])
    assert run(home, *ASK).returncode == 0, "remembered"
    assert "[email]" in json.dumps(apis.asked[1][1])
