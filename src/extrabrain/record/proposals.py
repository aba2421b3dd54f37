"""Questions that documents prompted, with what the user decided about each."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, cast

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.proposal import Proposal, ProposalState
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows


def offer(store: Store, proposals: Sequence[Proposal], documents: Collection[int]) -> int:
    """What these documents prompt now; returns how many were not there before.

    What was decided stays decided. Undecided ones that their document does not prompt any more are forgotten.
    """

    def work(connection: apsw.Connection) -> int:
        ids = {proposal.proposal_id for proposal in proposals}
        for document_id in documents:
            old = rows(
                connection,
                "SELECT proposal_id FROM proposals WHERE document_id = ? AND state IN ('new', 'known')",
                document_id,
            )
            for (proposal_id,) in old:
                if proposal_id not in ids:
                    connection.execute("DELETE FROM proposals WHERE proposal_id = ?", (proposal_id,))
        return sum(_offer(connection, proposal) for proposal in proposals)

    return store.write(work)


def _offer(connection: apsw.Connection, proposal: Proposal) -> bool:
    old = one(connection, "SELECT state FROM proposals WHERE proposal_id = ?", proposal.proposal_id)
    if old is not None and old[0] in ("accepted", "rejected"):
        return False
    body = json.dumps(to_plain(replace(proposal, state="new")), ensure_ascii=False)
    connection.execute(
        "INSERT INTO proposals (proposal_id, document_id, state, made_at, body) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (proposal_id) DO UPDATE SET document_id = excluded.document_id, body = excluded.body,"
        " state = excluded.state",
        (proposal.proposal_id, proposal.document_id, proposal.state, utc_now(), body),
    )
    return old is None


def list_proposals(store: Store, *, state: ProposalState | None = None) -> list[Proposal]:
    """In the order in which they were made."""
    sql = "SELECT body, state FROM proposals WHERE state = ?1 OR ?1 IS NULL ORDER BY rowid"
    return [_proposal(row) for row in store.read(lambda c: rows(c, sql, state))]


def get(store: Store, proposal_id: str) -> Proposal:
    """`NotFound` if there is none of that id."""
    sql = "SELECT body, state FROM proposals WHERE proposal_id = ?"
    found = store.read(lambda c: one(c, sql, proposal_id))
    if found is None:
        raise NotFound(
            f"There is no proposed question {proposal_id!r}.",
            next_step="See `extrabrain questions generate`.",
        )
    return _proposal(found)


def decide(store: Store, proposal_id: str, state: ProposalState) -> None:
    """`NotFound` if there is none of that id."""

    def work(connection: apsw.Connection) -> None:
        connection.execute("UPDATE proposals SET state = ? WHERE proposal_id = ?", (state, proposal_id))

    get(store, proposal_id)
    store.write(work)


def _proposal(row: tuple[Any, ...]) -> Proposal:
    body, state = row
    return replace(from_plain(Proposal, json.loads(body)), state=cast("ProposalState", state))
