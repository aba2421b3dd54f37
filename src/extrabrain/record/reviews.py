"""What each answer says about what the user knows: its rubric, what it missed, and the user's own
grade of it.
"""

import json
from dataclasses import dataclass
from typing import Any, cast

import apsw

from extrabrain.core.errors import NotFound
from extrabrain.core.feedback import AXES, Axis
from extrabrain.record.db import Store
from extrabrain.record.rows import rows


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An answer to a question of the bank. `grade` (1–4) is the user's own, none where they gave none."""

    session_id: str
    attempt: int
    question_id: str
    at: str
    axes: dict[Axis, float]
    missed: tuple[str, ...]
    grade: int | None

    @property
    def overall(self) -> float | None:
        """The mean of the rubric, 0–4."""
        return sum(self.axes.values()) / len(self.axes) if self.axes else None


def reviewed(store: Store) -> list[Reviewed]:
    """Every answer to a question of the bank, oldest first."""
    sql = (
        "SELECT a.session_id, a.attempt, a.question_id, s.started_at, a.feedback -> '$.rubric',"
        " a.feedback -> '$.coverage.points', g.grade"
        " FROM answers a JOIN sessions s USING (session_id) LEFT JOIN grades g USING (session_id, attempt)"
        " WHERE a.question_id IS NOT NULL ORDER BY s.started_at, a.answer_id"
    )
    return [_reviewed(row) for row in store.read(lambda c: rows(c, sql))]


def set_grade(store: Store, session_id: str, attempt: int, grade: int | None) -> None:
    """The user's own grade goes before the rubric's; none takes it back. `NotFound` without such an
    answer.
    """

    def work(connection: apsw.Connection) -> bool:
        found = rows(
            connection, "SELECT 1 FROM answers WHERE session_id = ? AND attempt = ?", session_id, attempt
        )
        connection.execute("DELETE FROM grades WHERE session_id = ? AND attempt = ?", (session_id, attempt))
        if found and grade is not None:
            connection.execute("INSERT INTO grades VALUES (?, ?, ?)", (session_id, attempt, grade))
        return bool(found)

    if not store.write(work):
        raise NotFound(
            f"There is no attempt {attempt} in session {session_id!r}.",
            next_step="See `extrabrain sessions list`.",
        )


def _reviewed(row: tuple[Any, ...]) -> Reviewed:
    session_id, attempt, question_id, at, rubric, points, grade = row
    scores = cast("list[dict[str, Any]]", json.loads(rubric or "[]"))
    found = cast("list[dict[str, Any]]", json.loads(points or "[]"))
    axes: dict[Axis, float] = {axis: float(s["score"]) for axis in AXES for s in scores if s["axis"] == axis}
    missed = tuple(str(p["point"]) for p in found if p["status"] != "covered")
    return Reviewed(session_id, attempt, question_id, at, axes, missed, grade)
