"""A live session: a mock interview with a partner, a meeting or an interview, under its own rules.

Nothing is permitted in it but what the user confirmed, and what is not permitted does not start. It has no
question from the bank: what is said becomes a transcript, and nothing is assessed.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from extrabrain.core.clock import utc_now
from extrabrain.core.errors import Conflict, UsageProblem
from extrabrain.core.event import SessionEnded, SessionStarted
from extrabrain.core.session import PERMISSIONS, Confirmation, Permission, Session, Setting, session_with
from extrabrain.core.speech import Segment
from extrabrain.flows.permit import need
from extrabrain.flows.practice import Attempt, new_id
from extrabrain.record import notes, sessions
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog

LIVE_SETTINGS: tuple[Setting, ...] = ("mock", "meeting", "interview")
MAX_TITLE_CHARS = 200
MAX_NOTE_CHARS = 2_000
MOST_QUESTIONS = 5

TITLES: dict[Setting, str] = {
    "practice": "Practice",
    "mock": "Mock interview with a partner",
    "meeting": "Meeting",
    "interview": "Interview",
}
_ASKED = re.compile(r"[^.!?…]*\?")
_WORDS_OF_A_QUESTION = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What the user wants permitted.

    `confirmed`: that the rules of the occasion permit it; `by`: who said so, if anybody did.
    """

    setting: Setting
    permissions: tuple[Permission, ...]
    confirmed: bool
    by: str = ""


def begin(store: Store, rules: Rules, title: str = "") -> Attempt:
    """`UsageProblem` where something is wanted that nobody confirmed: then nothing is begun."""
    if rules.setting not in LIVE_SETTINGS:
        raise UsageProblem(
            f"{rules.setting!r} is no setting of a live session.",
            next_step=f"Choose one of {', '.join(LIVE_SETTINGS)}; to practise alone, open a question.",
        )
    if rules.permissions and not rules.confirmed:
        raise UsageProblem(
            "Nobody confirmed that the rules of this session permit that, so nothing was started.",
            next_step="Confirm it, or begin with everything off.",
        )
    wanted: tuple[Permission, ...] = tuple(
        permission for permission in PERMISSIONS if permission in rules.permissions
    )
    confirmation = Confirmation(wanted, utc_now(), rules.by.strip() or None) if wanted else None
    named = " ".join(title.split())[:MAX_TITLE_CHARS] or TITLES[rules.setting]
    session = session_with(new_id(), utc_now(), named, setting=rules.setting, confirmation=confirmation)
    key = secrets.token_bytes(32)
    sessions.add(store, session, key)
    log = EventLog(store, session.session_id)
    log.append(0, SessionStarted(session, None))
    return Attempt(session, None, 1, key, log)


def end(store: Store, session_id: str, at_ms: int) -> None:
    """The end of one in which nothing was transcribed; one that has ended stays as it is."""
    if sessions.get(store, session_id).ended_at is None:
        EventLog(store, session_id).append(at_ms, SessionEnded("done"))
        sessions.end(store, session_id, "done")


def open_one(store: Store, session_id: str) -> Session:
    """`Conflict` where it is over, or no live session."""
    stored = sessions.get(store, session_id)
    if stored.session.setting not in LIVE_SETTINGS:
        raise Conflict("That is no live session.", next_step="Begin one under Live.")
    if stored.ended_at is not None:
        raise Conflict("This session is over.", next_step="Find it under History.")
    return stored.session


def is_conversation(store: Store, session_id: str) -> bool:
    """Whether it was a live session, in which nothing is assessed."""
    session = sessions.get(store, session_id).session
    return session.setting in LIVE_SETTINGS and session.question_id is None


def add_note(store: Store, session: Session, at_ms: int, text: str) -> str:
    """One more line of notes, with its time; gives the line. `NotPermitted` where notes are off."""
    need(session, "notes")
    said = " ".join(text.split())
    if not said or len(said) > MAX_NOTE_CHARS:
        raise UsageProblem(
            "A note has one to 2,000 characters.", next_step="Write it in fewer words, or in several notes."
        )
    line = f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d} {said}"
    notes.add(store, session.session_id, line)
    return line


def questions_heard(segments: Sequence[Segment]) -> tuple[str, ...]:
    """What was asked last, newest first: sentences of the transcript that end in a question mark."""
    found: list[str] = []
    for segment in segments:
        for asked in _ASKED.findall(segment.text):
            words = " ".join(asked.split())
            if len(words.split()) >= _WORDS_OF_A_QUESTION and words not in found:
                found.append(words)
    return tuple(found[::-1][:MOST_QUESTIONS])
