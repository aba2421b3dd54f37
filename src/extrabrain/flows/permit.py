"""The rules of a session, enforced: what is not permitted in it is not started at all.

Every flow that listens, looks, helps or writes calls `need` before anything of it begins.
"""

from extrabrain.core.errors import Problem
from extrabrain.core.session import Permission, Session


class NotPermitted(Problem):
    """`permission` is the one that is missing."""

    def __init__(self, permission: Permission, session: Session) -> None:
        super().__init__(
            f"{_WORDS[permission]} off in this {_SETTINGS[session.setting]}: nobody confirmed it.",
            next_step="If its rules permit it, confirm that in the session's settings.",
        )
        self.permission = permission


def need(session: Session, *permissions: Permission) -> None:
    """`NotPermitted` where one of these is off. Call it before engine, camera or coach are touched."""
    for permission in permissions:
        if permission not in session.permissions:
            raise NotPermitted(permission, session)


_WORDS: dict[Permission, str] = {
    "assistance": "Assistance is",
    "transcription": "Transcription is",
    "screenshots": "Screenshots are",
    "notes": "Notes are",
}
_SETTINGS = {
    "practice": "practice",
    "mock": "mock interview",
    "meeting": "meeting",
    "interview": "interview",
}
