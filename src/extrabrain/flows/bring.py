"""Files, folders and repositories into the workspace: looked over, read, kept, then read for meaning.

Each batch of files is kept before the next is read, so that a stop or a crash costs a few files at most, and
these are brought the next time. What has not changed since is not opened.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extrabrain.core.document import Brought
from extrabrain.core.errors import Problem
from extrabrain.flows.bring_report import Failure, Progress, Report, Wish
from extrabrain.flows.find import Embedder
from extrabrain.flows.shelve import BATCH, learn_meaning, shelve
from extrabrain.library import repository
from extrabrain.library.kinds import kind_of
from extrabrain.library.reading import NoDocument, Reading
from extrabrain.library.walk import PassedOver, Place, places_under
from extrabrain.record import documents, sources
from extrabrain.record.db import Store
from extrabrain.record.documents import Kept
from extrabrain.record.sources import Source

READER_VERSION = 1
"""Raised when readers read better: everything is then read again."""

BATCH_CHARS = 8_000_000

Read = Callable[[Path], list[Reading]]


Told = Callable[[Progress], None]


class Importer:
    """`read` gives the texts of a file; `embedder` is none while its model is not here."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder | None,
        read: Read,
        *,
        told: Told = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._read = read
        self._told = told
        self._stopped = stopped

    def bring(self, paths: Sequence[Path], wish: Wish | None = None) -> Report:
        """Brings what has changed of `paths`. `NotFound` for a path that is none, before anything is read."""
        wish, report = wish or Wish(), Report()
        changed, seen = self._look(paths, report)
        known = sources.stamps(self._store)
        stamped = [(place, _stamp(place, wish)) for place in changed]
        fresh = [(place, stamp) for place, stamp in stamped if stamp != known.get(_id(place))]
        report.unchanged_files = len(changed) - len(fresh)
        self._read_all(fresh, wish, report)
        self._vanished([path.absolute() for path in paths], known.keys() - seen, wish, report)
        self.learn(report)
        return report

    def bring_one(self, name: str, read: Callable[[], list[Reading]], wish: Wish, report: Report) -> None:
        """Brings a file that is known by its name alone, such as one that was handed over."""
        try:
            texts = read()
        except Problem as problem:
            report.failures.append(Failure(name, problem.what, problem.next_step))
            return
        self._keep([_Readied(name, "", list(brought_from(name, texts, wish)), texts)], report)

    def learn(self, report: Report) -> None:
        """Reads for meaning what has not been, of this import or an earlier one."""
        if self._embedder is None or report.stopped:
            return
        left = _Left()

        def told(done: int, total: int) -> None:
            self._told(Progress("meaning", done, total, left(done, total)))

        learn_meaning(self._store, self._embedder, told=told, stopped=self._stopped)
        report.stopped = self._stopped()

    def _look(self, paths: Sequence[Path], report: Report) -> tuple[list[Place], set[str]]:
        self._told(Progress("looking", 0, 0))
        found: dict[str, Place] = {}
        for path in paths:
            for place in places_under(path.absolute()):
                if isinstance(place, PassedOver):
                    report.passed_over.append((_name(place.path), place.why))
                else:
                    found.setdefault(_id(place), place)
        return list(found.values()), set(found)

    def _read_all(self, fresh: Sequence[tuple[Place, str]], wish: Wish, report: Report) -> None:
        total = sum(place.stamp.size for place, _ in fresh)
        left, done = _Left(), 0
        batch: list[_Readied] = []
        for number, (place, stamp) in enumerate(fresh):
            report.stopped = self._stopped()
            if report.stopped:
                break
            self._told(Progress("reading", number, len(fresh), left(done, total), place.path.name))
            try:
                batch.append(self._readied(place, stamp, wish))
            except NoDocument as problem:
                if place.is_asked:
                    report.failures.append(Failure(_name(place.path), problem.what, problem.next_step))
                else:
                    report.passed_over.append((_name(place.path), problem.what))
            except Problem as problem:
                report.failures.append(Failure(_name(place.path), problem.what, problem.next_step))
            done += place.stamp.size
            if len(batch) >= BATCH or sum(one.chars for one in batch) > BATCH_CHARS:
                self._keep(batch, report)
                batch = []
        self._keep(batch, report)

    def _readied(self, place: Place, stamp: str, wish: Wish) -> "_Readied":
        name = _name(place.path)
        read = [repository.digest(place.path)] if place.is_repository else self._read(place.path)
        if place.is_inside:
            read = [replace(one, kind="project") if one.kind in (None, "notes") else one for one in read]
        return _Readied(_id(place), stamp, list(brought_from(name, read, wish)), read)

    def _keep(self, batch: Sequence["_Readied"], report: Report) -> None:
        """Keeps what is new; a text that another document has already is only remembered."""
        known = documents.twins(
            self._store, [documents.text_digest(one.text) for each in batch for one in each.brought]
        )
        seen = dict(known)
        fresh: list[Brought] = []
        twin_of: dict[str, tuple[int, str]] = {}
        for each in batch:
            report.notices += each.notices()
            for one in each.brought:
                digest = documents.text_digest(one.text)
                twin = seen.setdefault(digest, (0, one.external_id))
                if twin[1] == one.external_id:
                    fresh.append(one)
                else:
                    twin_of[one.external_id] = twin
                    report.twins.append((one.external_id, twin[1]))
        kept = {one.external_id: k for one, k in zip(fresh, shelve(self._store, fresh), strict=True)}
        _count(kept.values(), report)
        made: list[Source] = []
        for each in batch:
            names = [one.external_id for one in each.brought]
            own = tuple(kept[name].document_id for name in names if name in kept)
            twins = [twin_of[name] for name in names if name in twin_of]
            others = tuple(i or kept[name].document_id for i, name in twins)
            made.append(Source(each.path, each.stamp, own, others))
        sources.keep(self._store, made)

    def _vanished(self, roots: Sequence[Path], missing: set[str], wish: Wish, report: Report) -> None:
        """Sources under the folders that were looked through, of which no file is left."""
        if report.stopped:
            return
        under = tuple(f"{_name(root)}/" for root in roots if root.is_dir())
        away = (path for path in missing if under and path.startswith(under))
        report.gone = sorted(path for path in away if not _exists(path))
        if wish.prune and report.gone:
            report.removed = sources.forget(self._store, report.gone)


@dataclass(frozen=True, slots=True)
class _Readied:
    """A source with all that it gave, not yet kept."""

    path: str
    stamp: str
    brought: list[Brought]
    read: list[Reading]

    @property
    def chars(self) -> int:
        return sum(len(one.text) for one in self.brought)

    def notices(self) -> list[Failure]:
        return [Failure(self.path, notice, "") for reading in self.read for notice in reading.notices]


class _Left:
    """Seconds left by the pace so far; none until there is a pace."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, done: int, total: int) -> float | None:
        passed = time.monotonic() - self._began
        return passed * (total - done) / done if done and passed > 0.5 else None


def brought_from(name: str, read: Sequence[Reading], wish: Wish) -> Iterator[Brought]:
    """The documents of a file as they are kept. `name` is its path, or whatever else names it for good."""
    seen: set[str] = set()
    for number, reading in enumerate(read):
        part = reading.part or (str(number) if number else "")
        while part in seen:
            part += "′"
        seen.add(part)
        yield Brought(
            external_id=f"{name}#{part}" if part else name,
            title=reading.title,
            text=reading.text,
            kind=wish.kind or kind_of(name, reading),
            group=wish.group,
            page_starts=reading.page_starts,
            headings=reading.headings,
            written_at=reading.written_at,
        )


def _count(kept: Iterable[Kept], report: Report) -> None:
    for one in kept:
        report.added += one.change == "added"
        report.updated += one.change == "updated"
        report.unchanged += one.change == "unchanged"


def _name(path: Path) -> str:
    """A path as text, also one whose name is no Unicode."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _id(place: Place) -> str:
    return _name(place.path) + ("#git" if place.is_repository else "")


def _exists(path: str) -> bool:
    return Path(path.removesuffix("#git")).exists()


def _stamp(place: Place, wish: Wish) -> str:
    """Changes with the file, with the readers, and with what the user says of it."""
    state = f"{place.stamp.mtime_ns}.{place.stamp.size}"
    if place.is_repository:
        state = repository.head_of(place.path)
    return f"{READER_VERSION} {state} {wish.kind or ''} {wish.group}"
