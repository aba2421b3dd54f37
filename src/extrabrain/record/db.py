"""The store: one encrypted file, one writer thread, a read connection for each thread that asks.

Many processes may open the same store (the command line while the app runs); SQLite's locks keep them apart.
"""

import asyncio
import queue
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import apsw

from extrabrain.core.errors import ProtectedStorage
from extrabrain.record.bulletin import Bulletin
from extrabrain.record.connection import connect, create_if_absent, explained
from extrabrain.record.migrations import migrate
from extrabrain.record.scrub import scrub

T = TypeVar("T")


class Closed(ProtectedStorage):
    """The store was closed while something still wanted it."""

    def __init__(self) -> None:
        super().__init__(
            "The record has just been closed.", next_step="Unlock or start extrabrain, and try again."
        )


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[apsw.Connection], Any]
    done: "Future[Any]"
    then: Callable[[Any], None] | None = None
    in_transaction: bool = True


class Store:
    """Reads and writes as callables that are handed a connection.

    A write runs alone in one transaction on the writer thread; when `write` returns, the rows are on disk
    (`synchronous=FULL`). If the callable or the commit fails, nothing of it is kept and the error comes back.
    """

    def __init__(self, path: Path, key: bytes | bytearray, writer: apsw.Connection) -> None:
        """Use `Store.open`."""
        self.path = path
        self.bulletin = Bulletin()
        self._key = bytearray(key)
        self._writer = writer
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._own = threading.local()
        self._readers: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._gate = threading.Condition()
        self._reading = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="record-writer", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, path: Path, key: bytes | bytearray) -> "Store":
        """Opens the store, makes it if absent, and brings its schema up to date.

        `key` is 32 bytes. `ProtectedStorage` if the key is wrong, the file is no store, or the folder or disk
        refuses; `Unsupported` if a newer extrabrain wrote it.
        """
        create_if_absent(path)
        writer = connect(path, key)
        try:
            with explained(path):
                migrate(writer)
        except BaseException:
            writer.close()
            raise
        return cls(path, key, writer)

    def write(self, work: Callable[[apsw.Connection], T], *, then: Callable[[T], None] | None = None) -> T:
        """Runs `work` in a transaction and returns its result once it is on disk.

        `then` gets the result right after the commit, on the writer thread, in the order of the commits.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write may not wait for another write")
        return self._submit(_Job(work, Future(), then)).result()

    async def awrite(
        self, work: Callable[[apsw.Connection], T], *, then: Callable[[T], None] | None = None
    ) -> T:
        """`write` without blocking the event loop. A cancelled caller may still have written."""
        return await asyncio.wrap_future(self._submit(_Job(work, Future(), then)))

    def read(self, work: Callable[[apsw.Connection], T]) -> T:
        """Runs `work` on this thread's own connection, in one consistent view."""
        with self._gate:
            if self._closed:
                raise Closed
            self._reading += 1
        try:
            return self._look(work)
        finally:
            with self._gate:
                self._reading -= 1
                self._gate.notify_all()

    def _look(self, work: Callable[[apsw.Connection], T]) -> T:
        connection: apsw.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = connect(self.path, self._key, query_only=True)
            self._own.connection = connection
            self._readers.add(connection)
        if connection.in_transaction:
            return work(connection)
        with explained(self.path):
            connection.execute("BEGIN")
            try:
                return work(connection)
            finally:
                connection.execute("ROLLBACK")

    async def aread(self, work: Callable[[apsw.Connection], T]) -> T:
        return await asyncio.to_thread(self.read, work)

    def scrub(self) -> None:
        """After a deletion: nothing of what was deleted is left in the file or its log; see `scrub`."""
        self._submit(_Job(scrub, Future(), in_transaction=False)).result()

    def close(self) -> None:
        """Finishes the reads and writes that wait, then closes every connection. Safe to call twice.

        The key is overwritten in memory; copies that Python made of it on the way are beyond reach.
        """
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
            self._gate.wait_for(lambda: self._reading == 0)
        self._thread.join()
        for reader in list(self._readers):
            reader.close()
        self._writer.close()
        self._key[:] = bytes(len(self._key))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _submit(self, job: _Job) -> "Future[Any]":
        with self._gate:
            if self._closed:
                raise Closed
            self._jobs.put(job)
        return job.done

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not job.done.set_running_or_notify_cancel():
                continue
            try:
                with explained(self.path):
                    result = self._transact(job.work) if job.in_transaction else job.work(self._writer)
                if job.then is not None:
                    job.then(result)
            except BaseException as error:  # noqa: BLE001 - handed to the caller, who waits for it
                job.done.set_exception(error)
            else:
                job.done.set_result(result)

    def _transact(self, work: Callable[[apsw.Connection], T]) -> T:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._writer)
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise
        return result
