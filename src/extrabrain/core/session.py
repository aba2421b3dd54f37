"""A session: one practice, mock interview, meeting or interview, and what is permitted in it."""

from dataclasses import dataclass
from typing import Literal

Setting = Literal["practice", "mock", "meeting", "interview"]
Permission = Literal["assistance", "transcription", "screenshots", "notes"]

PERMISSIONS: tuple[Permission, ...] = ("assistance", "transcription", "screenshots", "notes")


@dataclass(frozen=True, slots=True)
class Session:
    """`permissions` are on only in practice, or where the user confirmed them at `confirmed_at` (UTC)."""

    session_id: str
    setting: Setting
    permissions: tuple[Permission, ...]
    confirmed_at: str | None
    started_at: str
    title: str
    question_id: str | None = None
    confirmed_by: str | None = None


def practice_session(session_id: str, started_at: str, title: str, question_id: str | None) -> Session:
    """A session in which the user is alone, so everything is permitted."""
    return Session(
        session_id=session_id,
        setting="practice",
        permissions=PERMISSIONS,
        confirmed_at=None,
        started_at=started_at,
        title=title,
        question_id=question_id,
    )
