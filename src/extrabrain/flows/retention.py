"""How long things are kept: recordings and whole sessions go after as many days as the user said."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extrabrain.flows.practice import spool_path
from extrabrain.record import sessions
from extrabrain.record.db import Store


@dataclass(frozen=True, slots=True)
class Rules:
    """Days; none means for ever. A session counts from its start."""

    recordings_days: int | None
    sessions_days: int | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """A session of which something goes: its recording, or all of it."""

    session_id: str
    title: str
    started_at: str


@dataclass(frozen=True, slots=True)
class Due:
    """What goes under the rules; a session that goes whole is not among the recordings."""

    recordings: tuple[Leaving, ...]
    sessions: tuple[Leaving, ...]


def due(store: Store, spool_dir: Path, rules: Rules, now: datetime) -> Due:
    """Oldest first. Nothing is changed."""
    found = [s.session for s in reversed(sessions.list_sessions(store))]

    def older(started_at: str, days: int | None) -> bool:
        return days is not None and datetime.fromisoformat(started_at) < now - timedelta(days=days)

    whole = [s for s in found if older(s.started_at, rules.sessions_days)]
    gone = {s.session_id for s in whole}
    sound = [
        s
        for s in found
        if s.session_id not in gone
        and older(s.started_at, rules.recordings_days)
        and spool_path(spool_dir, s.session_id).exists()
    ]

    def leaving(them: list[sessions.Session]) -> tuple[Leaving, ...]:
        return tuple(Leaving(s.session_id, s.title, s.started_at) for s in them)

    return Due(leaving(sound), leaving(whole))


def expire(store: Store, spool_dir: Path, rules: Rules, now: datetime | None = None) -> Due:
    """Deletes what is due and says what that was. Files go first, so that a crash leaves nothing unlisted."""
    going = due(store, spool_dir, rules, now or datetime.now(UTC))
    for each in (*going.recordings, *going.sessions):
        spool_path(spool_dir, each.session_id).unlink(missing_ok=True)
    if going.recordings:
        sessions.destroy_audio_keys(store, [each.session_id for each in going.recordings])
    if going.sessions:
        sessions.delete_all(store, [each.session_id for each in going.sessions])
    return going
