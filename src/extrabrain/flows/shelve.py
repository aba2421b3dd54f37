"""Bringing documents into the workspace: cut, kept, then read for meaning; each step can stop and go on."""

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from extrabrain.core.document import DOCUMENT_KINDS, Brought
from extrabrain.core.errors import Problem, UsageProblem
from extrabrain.flows.find import Embedder
from extrabrain.flows.json_line import json_object
from extrabrain.library.embed import Vectors
from extrabrain.library.nearest import packed
from extrabrain.library.passages import as_read, passages
from extrabrain.record import documents, vectors
from extrabrain.record.db import Store
from extrabrain.record.documents import Kept

BATCH = 64
"""Documents in one transaction: a crash costs at most these, and they are brought again."""

MOST_WORKERS = 4
"""Threads that read for meaning; one core is left to whatever else goes on, such as listening."""

_AtWork = tuple[Sequence[vectors.Waiting], "Future[Vectors]"]

_PIECE = re.compile(r"^(?P<series>.*\d\D+?)(?P<number>\d+)$")
"""An id such as `meeting-3/w12` or `D2:7`: a piece of something numbered."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one JSON line: `kept`, or `code` and `message` of what was wrong with it."""

    id: Any
    code: int
    kept: Kept | None
    message: str


def shelve(store: Store, brought: Sequence[Brought]) -> list[Kept]:
    """Cuts and keeps each, in order; those that are unchanged cost one look-up."""
    brought = [_writable(one) for one in brought]
    made: list[Kept | None] = [documents.is_unchanged(store, one) for one in brought]
    fresh = [n for n, kept in enumerate(made) if kept is None]
    written = documents.keep(store, [(brought[n], passages(brought[n])) for n in fresh])
    for n, kept in zip(fresh, written, strict=True):
        made[n] = kept
    return [kept for kept in made if kept is not None]


def _writable(brought: Brought) -> Brought:
    """Without half characters and nulls, which no text column takes; lengths stay as they are."""
    names = ("external_id", "title", "text", "group")
    given = {name: getattr(brought, name) for name in names}
    clean = {n: v.replace("\0", " ").encode("utf-8", "replace").decode() for n, v in given.items()}
    headings = tuple((at, h.encode("utf-8", "replace").decode()) for at, h in brought.headings)
    return brought if clean == given else replace(brought, headings=headings, **clean)


def learn_meaning(
    store: Store,
    embedder: Embedder,
    *,
    told: Callable[[int, int], None] = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Gives vectors to the passages that have none; returns how many got them.

    Batches are read for meaning on threads of their own, while this one keeps what they give. `told` hears
    passages done and in all after each batch; `stopped` is asked before each, and what is done is kept.
    """
    total, done = vectors.count_without(store, embedder.name), 0
    workers = max(1, min(MOST_WORKERS, (os.cpu_count() or 2) - 1))
    at_work: deque[_AtWork] = deque()
    with ThreadPoolExecutor(workers, "meaning") as pool:
        for waiting in _waiting(store, embedder.name):
            if stopped():
                break
            at_work.append((waiting, pool.submit(embedder.embed, _texts(waiting))))
            if len(at_work) > workers:
                done += _put(store, embedder.name, *at_work.popleft())
                told(done, total)
        for each in at_work:
            done += _put(store, embedder.name, *each)
            told(done, total)
    return done


def _waiting(store: Store, model: str) -> Iterator[list[vectors.Waiting]]:
    """Batches of documents without vectors, each document once."""
    last = 0
    while batch := vectors.without(store, model, BATCH, after=last):
        yield batch
        last = batch[-1].document_id


def _texts(batch: Sequence[vectors.Waiting]) -> list[str]:
    return [as_read(heading, text) for one in batch for heading, text in one.texts]


def _put(store: Store, model: str, batch: Sequence[vectors.Waiting], found: "Future[Vectors]") -> int:
    """Keeps the vectors of a batch when they are there; says of how many passages."""
    rows, at = found.result(), 0
    blobs: list[tuple[vectors.Waiting, bytes]] = []
    for one in batch:
        blobs.append((one, packed(rows[at : at + len(one.texts)])))
        at += len(one.texts)
    vectors.put(store, model, blobs)
    return at


def shelve_lines(store: Store, lines: Iterable[str]) -> Iterator[Line]:
    """One outcome for each JSON line `{"external_id", "title", "text", "kind"}`, in order; a bad one stops
    nothing. Blank lines are skipped."""
    held: list[tuple[Brought | None, Line]] = []
    for line in lines:
        if not line.strip():
            continue
        entry_id: Any = None
        try:
            entry = json_object(line)
            entry_id = entry.get("external_id")
            held.append((_in_series(_brought(entry)), Line(entry_id, 0, None, "ok")))
        except Problem as problem:
            held.append((None, Line(entry_id, problem.code, None, str(problem))))
        if len(held) == BATCH:
            yield from _kept(store, held)
            held = []
    yield from _kept(store, held)


def _kept(store: Store, held: list[tuple[Brought | None, Line]]) -> Iterator[Line]:
    kept = iter(shelve(store, [brought for brought, _ in held if brought is not None]))
    for brought, line in held:
        yield line if brought is None else Line(line.id, 0, next(kept), "ok")


def _in_series(brought: Brought) -> Brought:
    """Marks a piece of something longer: a transcript's id such as `m3/w12` tells, else a title in common."""
    numbered = _PIECE.match(brought.external_id)
    if brought.kind == "transcript" and numbered:
        return replace(brought, series=numbered["series"], number=int(numbered["number"]))
    return replace(brought, series=f"{brought.kind}: {brought.title}") if brought.title else brought


def _brought(entry: dict[str, Any]) -> Brought:
    given = {name: entry.get(name) for name in ("external_id", "title", "text", "kind")}
    external_id = given["external_id"]
    if not isinstance(external_id, str | int) or not str(external_id).strip():
        raise UsageProblem("`external_id` is missing.", next_step="Give each line an id of its own.")
    if not isinstance(given["text"], str):
        raise UsageProblem("`text` is missing or not a string.", next_step="See `extrabrain import --help`.")
    title = given["title"] if given["title"] is not None else ""
    if not isinstance(title, str):
        raise UsageProblem("`title` is not a string.", next_step="See `extrabrain import --help`.")
    kind = given["kind"] or "text"
    if kind not in DOCUMENT_KINDS:
        raise UsageProblem(
            f"There is no kind {kind!r}.", next_step=f"Use one of {', '.join(DOCUMENT_KINDS)}."
        )
    return Brought(str(external_id), title, given["text"], kind)
