"""History: what a session was, its exports, and that a deleted one is gone with its sound."""

import json
import math
import secrets
import struct
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import av
import pytest

from extrabrain.core.answer import Answer
from extrabrain.core.errors import NotFound, Unsupported
from extrabrain.core.event import CaptureEnded, SegmentHeard, SessionEnded, SessionStarted
from extrabrain.core.feedback import (
    AxisScore,
    Coverage,
    Delivery,
    Feedback,
    Length,
    NextStep,
    PartFound,
    Pause,
    PointFound,
    Specificity,
    Structure,
)
from extrabrain.core.finding import Finding
from extrabrain.core.question import Question
from extrabrain.core.quote import quote
from extrabrain.core.session import practice_session
from extrabrain.core.speech import Segment, Word
from extrabrain.flows import history
from extrabrain.record import answers, sessions
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog
from extrabrain.sound.spool import Spool

QUESTION = Question("q-hack", "How would you notice *reward hacking*?", "technical", "explain")
TURNS = ("We made it <b>safer</b> ![x](http://evil.example/p.png).", "Um, I was not sure how much.")
TONE = b"".join(struct.pack("<h", int(9000 * math.sin(n / 7))) for n in range(16_000))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "store.db", bytes(range(32))) as opened:
        yield opened


@pytest.fixture
def spools(tmp_path: Path) -> Path:
    return tmp_path / "home" / "audio"


def words(text: str, start_ms: int) -> tuple[Word, ...]:
    return tuple(
        Word(word, start_ms + 400 * n, start_ms + 400 * n + 300, interpolated=False)
        for n, word in enumerate(text.split())
    )


def segments() -> list[Segment]:
    made: list[Segment] = []
    for turn, text in enumerate(TURNS):
        said = words(text, 65_000 * turn)
        made.append(
            Segment(turn, 0, "mic", None, text, said, said[0].start_ms, said[-1].end_ms, is_final=True)
        )
    return made


def feedback(session_id: str, text: str, said: tuple[Word, ...]) -> Feedback:
    vague = quote(text, 0, 23, said)
    return Feedback(
        id=session_id,
        question=QUESTION.text,
        pattern="explain",
        text=text,
        words=len(text.split()),
        findings=(Finding("vague", 2, vague, "Nobody can tell what changed.", "Name the measure."),),
        structure=Structure(
            "explain", (PartFound("claim", "weak", vague), PartFound("limits", "missing", None))
        ),
        coverage=Coverage(0.5, (PointFound("a held-out check", "partly", 0.5, None),)),
        specificity=Specificity(0.2, ()),
        delivery=Delivery(
            68_000 if said else None,
            110.0 if said else None,
            (quote(text, text.index("Um"), text.index("Um") + 2, said),),
            (),
            (Pause(3000, 65_000),) if said else (),
            Length("short", (120, 220)),
        ),
        rubric=(AxisScore("technical", 1.0, (vague,)), AxisScore("judgement", 2.0, ())),
        next_steps=(NextStep("Say what changed.", vague, "We cut [which rate?] from [x] to [y]."),),
        follow_ups=("How did you measure it?",),
        engine="built-in",
    )


def begin(store: Store, session_id: str, started_at: str) -> tuple[EventLog, bytes]:
    session = practice_session(session_id, started_at, QUESTION.text, QUESTION.question_id)
    key = secrets.token_bytes(32)
    sessions.add(store, session, key)
    log = EventLog(store, session_id)
    log.append(0, SessionStarted(session, QUESTION))
    return log, key


def spoken(store: Store, spools: Path, session_id: str = "20260101-090000-aaaaaa") -> str:
    log, key = begin(store, session_id, "2026-01-01T09:00:00Z")
    with Spool(spools / f"{session_id}.spool", key) as spool:
        spool.append(TONE)
    for segment in segments():
        log.append(segment.end_ms, SegmentHeard(segment))
    log.append(68_000, CaptureEnded(68_000, "stopped"))
    text = " ".join(TURNS)
    said = tuple(word for segment in segments() for word in segment.words)
    answer = Answer(QUESTION.question_id, QUESTION.text, text, said, 68_000)
    answers.save(store, session_id, 1, answer, feedback(session_id, text, said))
    log.append(68_000, SessionEnded("done"))
    return session_id


def typed(store: Store, session_id: str = "20260102-090000-bbbbbb") -> str:
    log, _ = begin(store, session_id, "2026-01-02T09:00:00Z")
    text = "I typed this carefully. Um, and that."
    answer = Answer(QUESTION.question_id, QUESTION.text, text, attempt=2)
    answers.save(store, session_id, 2, answer, feedback(session_id, text, ()))
    log.append(0, SessionEnded("done"))
    return session_id


def test_the_list_is_newest_first_and_searchable(store: Store, spools: Path) -> None:
    old, new = spoken(store, spools), typed(store)
    begin(store, "20260103-090000-cccccc", "2026-01-03T09:00:00Z")
    cut_off, second, first = history.practised(store)
    assert (cut_off.ended, cut_off.attempt, cut_off.overall, cut_off.findings) == (False, 0, None, 0)
    assert (second.session_id, second.duration_ms, second.attempt) == (new, None, 2)
    assert (first.session_id, first.duration_ms, first.overall, first.findings) == (old, 68_000, 1.5, 1)
    assert first.question == QUESTION.text
    assert [line.session_id for line in history.practised(store, limit=1)] == ["20260103-090000-cccccc"]
    (found,) = history.practised(store, search="typed carefully")
    assert (
        found.session_id == new and found.snippet is not None and "[typed] this [carefully]" in found.snippet
    )
    assert history.practised(store, search="nowhere") == []
    assert history.practised(store, question_id="another") == []


def test_looking_back_at_a_spoken_session(store: Store, spools: Path) -> None:
    old, new = spoken(store, spools), typed(store)
    record = history.look_back(store, old)
    assert record.question == QUESTION
    assert [s.text for s in record.segments] == list(TURNS)
    assert record.text == " ".join(TURNS) and len(record.words) == len(record.text.split())
    assert record.feedback is not None
    for finding in record.feedback.findings:
        assert record.text[finding.quote.start_char : finding.quote.end_char] == finding.quote.text
    assert [(a.session_id, a.attempt) for a in record.attempts] == [(old, 1), (new, 2)]


def test_looking_back_at_a_session_that_was_cut_off(store: Store) -> None:
    log, _ = begin(store, "cut", "2026-01-03T09:00:00Z")
    log.append(900, SegmentHeard(segments()[0]))
    record = history.look_back(store, "cut")
    assert (record.text, record.feedback, record.ended_at) == (TURNS[0], None, None)


def test_markdown_reads_well_and_carries_no_markup_of_what_was_said(store: Store, spools: Path) -> None:
    page = history.export_text(store, spoken(store, spools), "md")
    lines = page.splitlines()
    assert lines[0] == "# How would you notice \\*reward hacking\\*?"
    assert lines[2].startswith("*Practice · 2026-01-01 09:00:00 UTC · 1:08 · ")
    titles = [line[3:] for line in lines if line.startswith("## ")]
    assert titles == [
        "Transcript",
        "Next steps",
        "Findings",
        "Structure (explain)",
        "Key points",
        "Rubric",
        "Delivery",
        "Follow-up questions",
    ]
    assert "**1:05** Um, I was not sure how much." in lines
    assert "   - Try: “We cut [which rate?] from [x] to [y].”" in lines
    assert "- limits: **missing**" in lines
    assert "- [ ] a held-out check (partly)" in lines
    assert "- Fillers: 1 (“Um” (1:05))" in lines
    assert "<b>" not in page and "](http" not in page and "![" not in page


def test_a_typed_answer_as_markdown_and_text(store: Store) -> None:
    session_id = typed(store)
    page = history.export_text(store, session_id, "md")
    assert "## Answer\n\n> I typed this carefully. Um, and that.\n" in page
    assert "Long pauses" not in page
    assert history.export_text(store, session_id, "txt") == "I typed this carefully. Um, and that.\n"


def test_json_holds_everything_a_program_needs(store: Store, spools: Path) -> None:
    session_id = spoken(store, spools)
    plain = json.loads(history.export_text(store, session_id, "json"))
    assert plain["session"]["session_id"] == session_id
    assert plain["feedback"]["findings"][0]["quote"]["start_ms"] == 0
    assert [s["text"] for s in plain["segments"]] == list(TURNS)


def test_subtitles(store: Store, spools: Path) -> None:
    session_id = spoken(store, spools)
    assert "00:01:05,000 --> " in history.export_text(store, session_id, "srt")
    assert history.export_text(store, session_id, "vtt").startswith("WEBVTT\n")


def test_what_cannot_be_exported_is_said(store: Store, spools: Path, tmp_path: Path) -> None:
    session_id = typed(store)
    with pytest.raises(Unsupported, match="no times"):
        history.export_text(store, session_id, "srt")
    with pytest.raises(Unsupported, match="no format 'pdf'"):
        history.export_text(store, session_id, "pdf")
    with pytest.raises(NotFound, match="no recording"):
        history.export_wav(store, spools, session_id)
    with pytest.raises(NotFound, match="no recording"):
        history.export_flac(store, spools, session_id, tmp_path / "out.flac")
    with pytest.raises(NotFound, match="no session"):
        history.export_text(store, "ghost", "md")
    spoken(store, spools, "lost")
    (spools / "lost.spool").unlink()
    with pytest.raises(NotFound, match="is gone"):
        history.export_wav(store, spools, "lost")


def test_the_recording_comes_out_as_it_went_in(store: Store, spools: Path, tmp_path: Path) -> None:
    session_id = spoken(store, spools)
    with wave.open(BytesIO(b"".join(history.export_wav(store, spools, session_id)))) as heard:
        assert (heard.getnchannels(), heard.getframerate(), heard.getsampwidth()) == (1, 16_000, 2)
        assert heard.readframes(heard.getnframes()) == TONE
    history.export_flac(store, spools, session_id, tmp_path / "out.flac")
    with av.open(str(tmp_path / "out.flac")) as flac:
        decoded = b"".join(frame.to_ndarray().tobytes() for frame in flac.decode(audio=0))
    assert decoded == TONE


def test_a_deleted_session_is_gone_with_its_sound(store: Store, spools: Path) -> None:
    session_id, kept = spoken(store, spools), spoken(store, spools, "kept")
    history.delete_session(store, spools, session_id)
    assert [file.name for file in spools.iterdir()] == ["kept.spool"]
    assert [line.session_id for line in history.practised(store)] == [kept]
    assert b"".join(history.export_wav(store, spools, kept)).endswith(TONE)
    with pytest.raises(NotFound):
        history.delete_session(store, spools, session_id)
    with pytest.raises(NotFound):
        sessions.audio_key(store, session_id)
