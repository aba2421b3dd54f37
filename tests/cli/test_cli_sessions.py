"""`extrabrain sessions` as a person and as a program uses it."""

import json
import secrets
import sys
from pathlib import Path
from typing import Any

import pytest

from extrabrain.app.build import workbench
from extrabrain.cli import main as cli
from extrabrain.core.event import CaptureEnded, SegmentHeard, SessionEnded, SessionStarted
from extrabrain.core.question import Question
from extrabrain.core.session import practice_session
from extrabrain.core.speech import Segment, Word
from extrabrain.record import sessions
from extrabrain.record.events import EventLog
from extrabrain.sound.spool import Spool

QUESTION = Question("q-hack", "How would you notice reward hacking?", "technical", "explain")
TONE = bytes(range(250)) * 128


class Terminal:
    """Runs the command line in this process and keeps what it printed."""

    def __init__(self, captured: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> None:
        self._captured = captured
        self._patch = patch
        self.out = b""
        self.err = ""

    def run(self, *words: str) -> int:
        self._patch.setattr(sys, "argv", ["extrabrain", "sessions", *words])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as leave:
            code = leave.code
        seen = self._captured.readouterr()
        self.out, self.err = seen.out, seen.err.decode()
        return int(code or 0)

    def json(self, *words: str) -> dict[str, Any]:
        code = self.run(*words, "--json")
        answer = json.loads(self.out)
        assert answer["code"] == code and set(answer) == {"code", "data", "message"}
        assert self.out.count(b"\n") == 1
        return answer


@pytest.fixture
def terminal(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    return Terminal(capfdbinary, monkeypatch)


def spoken(session_id: str, text: str = "we measured the held out score") -> None:
    with workbench() as bench:
        session = practice_session(session_id, "2026-01-01T09:00:00Z", QUESTION.text, QUESTION.question_id)
        key = secrets.token_bytes(32)
        sessions.add(bench.store, session, key)
        with Spool(bench.places.spool / f"{session_id}.spool", key) as spool:
            spool.append(TONE)
        log = EventLog(bench.store, session_id)
        log.append(0, SessionStarted(session, QUESTION))
        said = tuple(Word(w, 300 * n, 300 * n + 250, interpolated=False) for n, w in enumerate(text.split()))
        log.append(0, SegmentHeard(Segment(0, 0, "mic", None, text, said, 0, said[-1].end_ms, is_final=True)))
        log.append(1000, CaptureEnded(1000, "stopped"))
        log.append(1000, SessionEnded("done"))


def test_nothing_yet(terminal: Terminal, home: Path) -> None:
    assert terminal.run("list") == 0
    assert terminal.out == b"No sessions.\n"
    assert terminal.json("list")["data"] == []
    assert not home.exists(), "reading an empty history makes no store"


def test_list_and_search(terminal: Terminal) -> None:
    spoken("aaa-1")
    spoken("bbb-2", "nothing like it")
    assert [s["session_id"] for s in terminal.json("list")["data"]] == ["bbb-2", "aaa-1"]
    assert [s["session_id"] for s in terminal.json("list", "--limit", "1")["data"]] == ["bbb-2"]
    found = terminal.json("list", "--search", "measure held")
    assert [s["session_id"] for s in found["data"]] == ["aaa-1"]
    assert found["message"] == "1 session"
    assert terminal.json("list", "--question", "other")["data"] == []
    assert terminal.run("list") == 0
    assert b"aaa-1" in terminal.out and b"2 sessions." in terminal.out and b"0:01" in terminal.out


def test_show_by_the_start_of_an_id(terminal: Terminal) -> None:
    spoken("aaa-1")
    spoken("aab-2")
    assert terminal.json("show", "aaa")["data"]["text"] == "we measured the held out score"
    assert terminal.run("show", "aaa-1") == 0
    assert b"we measured the held out score" in terminal.out and b"No feedback." in terminal.out
    several = terminal.json("show", "aa")
    assert several["code"] == 5 and "2 sessions start with 'aa'" in several["message"]
    assert terminal.run("show", "zzz") == 8
    assert "There is no session 'zzz'" in terminal.err and terminal.out == b""


def test_export_to_stdout(terminal: Terminal) -> None:
    spoken("aaa-1")
    assert terminal.run("export", "aaa-1") == 0
    assert terminal.out.startswith(b"# How would you notice reward hacking?\n")
    assert terminal.run("export", "aaa-1", "--format", "srt", "--output", "-") == 0
    assert terminal.out.startswith(b"1\n00:00:00,000 --> ")
    assert terminal.run("export", "aaa-1", "--format", "wav", "--output", "-") == 0
    assert terminal.out.startswith(b"RIFF") and terminal.out.endswith(TONE)
    assert terminal.run("export", "aaa-1", "--format", "flac", "--output", "-") == 2
    assert terminal.run("export", "aaa-1", "--json") == 2


def test_export_to_a_file_never_clobbers(terminal: Terminal, tmp_path: Path) -> None:
    spoken("aaa-1")
    target = tmp_path / "page.md"
    made = terminal.json("export", "aaa", "--output", str(target))
    assert made["data"] == {
        "session_id": "aaa-1",
        "format": "md",
        "path": str(target),
        "bytes": target.stat().st_size,
    }
    target.write_text("mine")
    assert terminal.run("export", "aaa", "--output", str(target)) == 5
    assert "--force" in terminal.err and target.read_text() == "mine"
    assert terminal.run("export", "aaa", "--output", str(target), "--force") == 0
    assert target.read_text().startswith("# How")
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize("ending", ["json", "txt", "srt", "vtt", "wav", "flac"])
def test_the_ending_chooses_the_format(terminal: Terminal, tmp_path: Path, ending: str) -> None:
    spoken("aaa-1")
    target = tmp_path / f"out.{ending}"
    assert terminal.json("export", "aaa", "--output", str(target))["data"]["format"] == ending
    heads = {"json": b"{", "txt": b"we", "srt": b"1\n", "vtt": b"WEBVTT", "wav": b"RIFF", "flac": b"fLaC"}
    assert target.read_bytes().startswith(heads[ending])


def test_a_failed_export_leaves_the_old_file(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("export", "ghost", "--output", str(tmp_path / "a.md")) == 8
    spoken("aaa-1")
    with workbench() as bench:
        (bench.places.spool / "aaa-1.spool").unlink()
    old = tmp_path / "old.wav"
    old.write_bytes(b"old")
    assert terminal.run("export", "aaa", "--output", str(old), "--force") == 8
    assert old.read_bytes() == b"old"
    assert terminal.run("export", "aaa", "--output", str(tmp_path / "no" / "where.md")) == 7
    assert "cannot be written" in terminal.err


def test_delete_asks_first_and_takes_the_sound_too(terminal: Terminal, home: Path) -> None:
    spoken("aaa-1")
    spool = home / "audio" / "aaa-1.spool"
    assert terminal.run("delete", "aaa") == 2
    assert "--yes" in terminal.err and spool.exists()
    assert terminal.json("delete", "aaa", "--yes")["data"] == {"session_id": "aaa-1"}
    assert not spool.exists()
    assert terminal.json("list")["data"] == []
    assert terminal.run("delete", "aaa-1", "--yes") == 8
