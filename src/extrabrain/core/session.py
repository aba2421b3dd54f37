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


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The user's word that the rules of the occasion permit these; `by` is who said so, if anybody did."""

    permissions: tuple[Permission, ...]
    confirmed_at: str
    by: str | None = None


def permitted(setting: Setting, confirmation: Confirmation | None) -> tuple[Permission, ...]:
    """All in practice; anywhere else only what was confirmed, which is nothing until it is."""
    if setting == "practice":
        return PERMISSIONS
    given = confirmation.permissions if confirmation is not None else ()
    return tuple(permission for permission in PERMISSIONS if permission in given)


def session_with(
    session_id: str,
    started_at: str,
    title: str,
    *,
    setting: Setting,
    confirmation: Confirmation | None = None,
    question_id: str | None = None,
) -> Session:
    """A session of any setting, with what its setting and the user's confirmation permit."""
    return Session(
        session_id=session_id,
        setting=setting,
        permissions=permitted(setting, confirmation),
        confirmed_at=confirmation.confirmed_at if confirmation else None,
        started_at=started_at,
        title=title,
        question_id=question_id,
        confirmed_by=confirmation.by if confirmation else None,
    )


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
