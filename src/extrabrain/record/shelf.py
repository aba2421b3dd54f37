"""The whole workspace in reading order, as arrays: what search keeps in memory."""

from collections.abc import Callable
from dataclasses import dataclass

import apsw

from extrabrain.record.db import Store


@dataclass(frozen=True, slots=True)
class Volume:
    """A document that may be found. Its passages have the ids from `first_passage` on, in order of position.

    `first_chars` is the length of the first. `vectors` is its blob, one row for each passage; none where it
    has not been read for meaning.
    """

    document_id: int
    first_passage: int
    first_chars: int
    passages: int
    series: str | None
    is_transcript: bool
    vectors: bytes | None


_SQL = (
    "SELECT d.document_id, p.passage_id, p.end_char - p.start_char, d.passages, d.series,"
    " d.kind = 'transcript', v.body"
    " FROM documents d JOIN passages p ON p.document_id = d.document_id AND p.position = 0"
    " LEFT JOIN vectors v ON v.document_id = d.document_id AND v.model = ?"
    " WHERE d.enabled ORDER BY d.series, d.number, d.document_id"
)


def walk(store: Store, model: str, take: Callable[[Volume], None]) -> None:
    """Hands over every enabled document that has passages: those of one series together and in their order.

    One at a time, so that the vectors never lie in memory twice.
    """

    def work(connection: apsw.Connection) -> None:
        for document_id, first, chars, count, series, is_transcript, blob in connection.execute(
            _SQL, (model,)
        ):
            take(Volume(document_id, first, chars, count, series, bool(is_transcript), blob))

    store.read(work)
