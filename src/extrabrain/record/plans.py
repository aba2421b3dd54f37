"""What the user asked the plan for, and what of it is done."""

import json
from collections.abc import Callable
from dataclasses import replace

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.plan import PlanItem, PlanWish
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows


def wish(store: Store) -> PlanWish:
    return store.read(_wish)


def change_wish(store: Store, change: Callable[[PlanWish], PlanWish]) -> None:
    """In one transaction, so that of two changes at once neither is lost; raise from `change` to keep it."""

    def work(connection: apsw.Connection) -> None:
        body = json.dumps(to_plain(change(_wish(connection))), ensure_ascii=False)
        connection.execute(
            "INSERT INTO plan_wish VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET body = excluded.body",
            (body,),
        )

    store.write(work)


def _wish(connection: apsw.Connection) -> PlanWish:
    found = one(connection, "SELECT body FROM plan_wish")
    return from_plain(PlanWish, json.loads(found[0])) if found else PlanWish()


def done(store: Store) -> dict[str, list[PlanItem]]:
    """What was done, by day, in the order in which it was."""
    found: dict[str, list[PlanItem]] = {}
    for day, body in store.read(lambda c: rows(c, "SELECT day, body FROM plan_done ORDER BY done_at, rowid")):
        found.setdefault(str(day), []).append(from_plain(PlanItem, json.loads(body)))
    return found


def mark_done(store: Store, day: str, item: PlanItem) -> None:
    """A second time changes nothing."""
    body = json.dumps(to_plain(replace(item, done=True)), ensure_ascii=False)

    def work(connection: apsw.Connection) -> None:
        connection.execute(
            "INSERT OR IGNORE INTO plan_done (day, item_id, done_at, body) VALUES (?, ?, ?, ?)",
            (day, item.item_id, utc_now(), body),
        )

    store.write(work)


def unmark(store: Store, day: str, item_id: str) -> bool:
    """Whether it was marked."""

    def work(connection: apsw.Connection) -> int:
        connection.execute("DELETE FROM plan_done WHERE day = ? AND item_id = ?", (day, item_id))
        return connection.changes()

    return bool(store.write(work))
