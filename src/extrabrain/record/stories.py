"""The user's stories, every version of each."""

import json
from dataclasses import replace
from typing import Any, cast

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.story import Story, StoryState
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows
from extrabrain.record.texts import put_text, remove_text

_LATEST = (
    "SELECT s.story_id, s.changed_at, s.state, v.version, v.body FROM stories s JOIN story_versions v"
    " ON v.story_id = s.story_id AND v.version = (SELECT max(version) FROM story_versions"
    " WHERE story_id = s.story_id)"
)


def save(store: Store, story: Story) -> Story:
    """Keeps it as a new version; the same text again makes none. Returns it as it is kept."""

    def work(connection: apsw.Connection) -> None:
        now, body = utc_now(), json.dumps(to_plain(_bare(story)), ensure_ascii=False)
        connection.execute(
            "INSERT INTO stories VALUES (?1, ?2, ?3) ON CONFLICT (story_id) DO UPDATE SET"
            " changed_at = excluded.changed_at, state = excluded.state",
            (story.story_id, now, story.state),
        )
        sql = "SELECT version, body FROM story_versions WHERE story_id = ? ORDER BY version DESC LIMIT 1"
        last = one(connection, sql, story.story_id)
        if last is None or last[1] != body:
            version = 1 + (int(last[0]) if last else 0)
            connection.execute(
                "INSERT INTO story_versions VALUES (?, ?, ?, ?)", (story.story_id, version, now, body)
            )
        if story.state == "kept":
            put_text(connection, None, "story", story.story_id, f"{story.title}\n{story.text}")

    store.write(work)
    return get(store, story.story_id)


def list_stories(store: Store, *, state: StoryState | None = None) -> list[Story]:
    """Newest first."""
    sql = f"{_LATEST} WHERE s.state = ?1 OR ?1 IS NULL ORDER BY s.changed_at DESC, s.rowid DESC"
    return [_story(row) for row in store.read(lambda c: rows(c, sql, state))]


def get(store: Store, story_id: str, version: int | None = None) -> Story:
    """As it is, or as it was; `NotFound` if there is none."""

    def read(connection: apsw.Connection) -> tuple[Any, ...] | None:
        if version is None:
            return one(connection, f"{_LATEST} WHERE s.story_id = ?", story_id)
        sql = (
            "SELECT story_id, v.saved_at, s.state, v.version, v.body FROM stories s JOIN story_versions v"
            " USING (story_id) WHERE story_id = ? AND v.version = ?"
        )
        return one(connection, sql, story_id, version)

    found = store.read(read)
    if found is None:
        raise _missing(story_id)
    return _story(found)


def versions(store: Store, story_id: str) -> list[Story]:
    """Oldest first; `NotFound` if there is none."""
    last = get(store, story_id).version
    return [get(store, story_id, number) for number in range(1, last + 1)]


def remove(store: Store, story_id: str) -> None:
    """Forgets it with all its versions; `NotFound` if there is none."""

    def work(connection: apsw.Connection) -> int:
        connection.execute("DELETE FROM stories WHERE story_id = ?", (story_id,))
        removed = connection.changes()
        remove_text(connection, None, "story", story_id)
        return removed

    if not store.write(work):
        raise _missing(story_id)


def count(store: Store) -> int:
    """Of those that the user keeps."""
    found = store.read(lambda c: one(c, "SELECT count(*) FROM stories WHERE state = 'kept'"))
    return int(found[0]) if found else 0


def _bare(story: Story) -> Story:
    """What a version holds: what the user wrote, without the record's own marks."""
    return replace(story, state="kept", version=1, changed_at="")


def _story(row: tuple[Any, ...]) -> Story:
    story_id, changed_at, state, version, body = row
    made = from_plain(Story, json.loads(body))
    return replace(
        made,
        story_id=story_id,
        state=cast("StoryState", state),
        version=int(version),
        changed_at=changed_at,
    )


def _missing(story_id: str) -> NotFound:
    return NotFound(f"There is no story {story_id!r}.", next_step="See `extrabrain stories list`.")
