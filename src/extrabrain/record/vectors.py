"""Sentence vectors of documents: one encrypted blob each, a row for each passage in order of position."""

from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from extrabrain.record.db import Store
from extrabrain.record.rows import rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document without vectors: `texts` are heading and text of each passage, `digest` what they are of."""

    document_id: int
    digest: bytes
    texts: tuple[tuple[str, str], ...]


def without(store: Store, model: str, most: int, *, after: int = 0) -> list[Waiting]:
    """Up to `most` documents that have no vectors of `model` yet, oldest first; ids above `after` only."""
    sql = (
        "SELECT d.document_id, d.digest FROM documents d"
        " LEFT JOIN vectors v ON v.document_id = d.document_id AND v.model = ?"
        " WHERE v.document_id IS NULL AND d.passages > 0 AND d.document_id > ?"
        " ORDER BY d.document_id LIMIT ?"
    )
    found = store.read(lambda c: rows(c, sql, model, after, most))
    digests = {int(i): bytes(digest) for i, digest in found}
    texts: dict[int, list[tuple[str, str]]] = {i: [] for i in digests}
    passages = (
        "SELECT document_id, heading, body FROM passages"
        f" WHERE document_id IN ({','.join('?' * len(digests))}) ORDER BY document_id, position"
    )
    for document_id, heading, body in store.read(lambda c: rows(c, passages, *digests)):
        texts[int(document_id)].append((str(heading), str(body)))
    return [Waiting(i, digest, tuple(texts[i])) for i, digest in digests.items()]


def count_without(store: Store, model: str) -> int:
    """Passages that have no vectors of `model` yet."""
    sql = (
        "SELECT coalesce(sum(d.passages), 0) FROM documents d"
        " LEFT JOIN vectors v ON v.document_id = d.document_id AND v.model = ? WHERE v.document_id IS NULL"
    )
    return int(store.read(lambda c: rows(c, sql, model))[0][0])


def put(store: Store, model: str, batch: Sequence[tuple[Waiting, bytes]]) -> None:
    """Keeps the blob of each; one whose document has changed meanwhile is dropped."""

    def work(connection: apsw.Connection) -> None:
        for waiting, blob in batch:
            connection.execute(
                "INSERT OR REPLACE INTO vectors (document_id, model, body)"
                " SELECT document_id, ?, ? FROM documents WHERE document_id = ? AND digest = ?",
                (model, blob, waiting.document_id, waiting.digest),
            )
        connection.execute("UPDATE shelf_state SET revision = revision + 1")

    store.write(work)
