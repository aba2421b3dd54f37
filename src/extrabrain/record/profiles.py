"""The user's own profiles, encrypted like everything else."""

import json

import apsw

from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.profile import Profile
from extrabrain.record.db import Store
from extrabrain.record.rows import rows


def own(store: Store) -> list[Profile]:
    """By name."""
    found = store.read(lambda c: rows(c, "SELECT body FROM profiles"))
    return sorted(
        (from_plain(Profile, json.loads(body)) for (body,) in found), key=lambda one: one.name.lower()
    )


def keep(store: Store, profile: Profile) -> None:
    """In place of the one with that id, if there is one."""
    body = json.dumps(to_plain(profile), ensure_ascii=False)
    sql = "INSERT OR REPLACE INTO profiles (profile_id, body) VALUES (?, ?)"
    store.write(lambda c: rows(c, sql, profile.profile_id, body))


def remove(store: Store, profile_id: str) -> None:
    """`NotFound` where there is none."""

    def take(connection: apsw.Connection) -> int:
        rows(connection, "DELETE FROM profiles WHERE profile_id = ?", profile_id)
        return connection.changes()

    if not store.write(take):
        raise NotFound(
            f"There is no profile {profile_id!r} of yours.", next_step="See extrabrain profiles list."
        )
