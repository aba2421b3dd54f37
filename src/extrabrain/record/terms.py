"""How often words stand in the workspace, so that a search can leave out those that are everywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows

LARGE = 20_000
"""Passages; in a smaller workspace no word costs enough to be counted."""

MANY = 1_000
"""Passages: a word that stands in fewer is rare, and not counted."""

GROWN = 1.25
"""Counts hold until the workspace has grown so much."""

_TOKENIZER = ("porter", ["unicode61", "remove_diacritics", "2"])
"""As `passages_found` is declared."""


@dataclass(frozen=True, slots=True)
class Common:
    """Stems that stand in many passages, and in how many of `passages`."""

    counts: dict[str, int]
    passages: int


def common(store: Store) -> Common:
    """Counts anew where the workspace has grown by a good part since; in a large one that takes seconds."""
    count, counted = store.read(_sizes)
    if count < LARGE:
        return Common({}, count)
    if not counted or not counted / GROWN <= count <= counted * GROWN:
        store.write(lambda c: _count(c, count))
    found = store.read(lambda c: rows(c, "SELECT term, passages FROM common_terms"))
    return Common({str(term): int(n) for term, n in found}, count)


def stems(store: Store, words: Sequence[str]) -> list[str]:
    """Each word as the index sees it."""

    def work(connection: apsw.Connection) -> list[str]:
        tokenizer: Any = connection.fts5_tokenizer(*_TOKENIZER)
        made = [tokenizer(word.encode(), apsw.FTS5_TOKENIZE_QUERY, None) for word in words]
        return [str(found[0][2]) if found else word for word, found in zip(words, made, strict=True)]

    return store.read(work)


def marks(
    store: Store, words: Sequence[str], texts: Mapping[int, str]
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where `words` stand in each text, in code points, as the index sees them (stems, no accents)."""

    def work(connection: apsw.Connection) -> dict[int, tuple[tuple[int, int], ...]]:
        tokenizer: Any = connection.fts5_tokenizer(*_TOKENIZER)
        wanted = {
            found[2] for word in words for found in tokenizer(word.encode(), apsw.FTS5_TOKENIZE_QUERY, None)
        }
        found: dict[int, tuple[tuple[int, int], ...]] = {}
        for number, text in texts.items():
            data = text.encode()
            read = tokenizer(data, apsw.FTS5_TOKENIZE_DOCUMENT, None)
            spans = [(start, end) for start, end, stem in read if stem in wanted]
            found[number] = tuple(spans) if len(data) == len(text) else tuple(_in_characters(data, spans))
        return found

    return store.read(work)


def _in_characters(data: bytes, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of bytes of UTF-8, as spans of code points."""
    at = chars = 0
    for start, end in spans:
        first = chars + len(data[at:start].decode())
        at, chars = end, first + len(data[start:end].decode())
        yield first, chars


def _sizes(connection: apsw.Connection) -> tuple[int, int]:
    size = one(connection, "SELECT coalesce(sum(passages), 0) FROM documents")
    counted = one(connection, "SELECT counted FROM shelf_state")
    return int(size[0]) if size else 0, int(counted[0]) if counted else 0


def _count(connection: apsw.Connection, count: int) -> None:
    connection.execute("DELETE FROM common_terms")
    connection.execute(
        "INSERT INTO common_terms SELECT term, doc FROM passages_terms WHERE doc >= ?", (MANY,)
    )
    connection.execute("UPDATE shelf_state SET counted = ?", (count,))
