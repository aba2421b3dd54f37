"""Files that were handed over being read: one after another, on a thread, with progress and a way to stop."""

import threading
import traceback
from collections import deque
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from extrabrain.app.build import Workbench
from extrabrain.flows.bring_report import Failure, Progress, Report, Wish
from extrabrain.record import incoming, vectors
from extrabrain.record.incoming import Incoming
from extrabrain.web.library_shapes import Bringing

if TYPE_CHECKING:
    from extrabrain.flows.bring import Importer
    from extrabrain.flows.read_file import FileReader


BROKE = (
    "Something in extrabrain broke while this was read.",
    "Bring it in another form, such as plain text; the terminal shows the error to report.",
)


class Shelving:
    """Thread-safe. What waits lies in the store, so that a crash loses nothing: `resume` goes on with it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._progress: Progress | None = None
        self._report = Report()
        self._folders: deque[Path] = deque()
        self._again = False
        self._resumed = False
        self._resuming = threading.Lock()
        bench.on_lock(self.pause)

    def start(self) -> None:
        """Reads what waits, unless that is under way; after a stop that is under way."""
        with self._lock:
            if self._thread is not None:
                self._again = self._stop.is_set()
                return
            self._stop.clear()
            self._again = False
            self._thread = threading.Thread(target=self._run, name="shelving", daemon=True)
            self._thread.start()

    def bring(self, folder: Path) -> None:
        """Reads a repository where it lies, when what is at hand is done; a crash forgets that."""
        with self._lock:
            self._folders.append(folder)
        self.start()

    def resume(self) -> None:
        """Once after the start, and before the first file is taken in, for what is half here then is broken:
        goes on where a crash or a stop cut off."""
        with self._resuming:
            if self._resumed:
                return
            store = self._bench.store
            incoming.clear(store, only_broken=True)
            self._resumed = True
        embedder = self._bench.embedder()
        if incoming.waiting(store) or (embedder and vectors.count_without(store, embedder.name)):
            self.start()

    def pause(self) -> None:
        """Before the store is closed: ends after what is at hand; what waits goes on after it is opened."""
        with self._lock:
            self._resumed = self._again = False
            self._stop.set()
            thread = self._thread
        if thread is not None:
            thread.join()
        self.forget_report()

    def stop(self) -> None:
        """What is done is kept; what still waits is forgotten."""
        with self._lock:
            self._again = False
            self._stop.set()
            self._folders.clear()
        incoming.clear(self._bench.store)

    def forget_report(self) -> None:
        with self._lock:
            self._report = Report()

    def state(self) -> Bringing:
        waits = len(incoming.waiting(self._bench.store))
        with self._lock:
            return Bringing(
                busy=self._thread is not None,
                waiting=waits + len(self._folders),
                progress=self._progress,
                report=self._report,
                by_meaning=self._bench.weights.ready("minilm-l6-v2"),
            )

    def _run(self) -> None:
        try:
            with closing(self._bench.workspace.reader(self._tell, self._stop.is_set)) as reader:
                while True:
                    self._read(reader)
                    self._look_through(reader)
                    self._learn(reader)
                    if self._is_over():
                        return
        finally:
            with self._lock:
                if self._thread is threading.current_thread():  # not where a next one has begun meanwhile
                    self._thread, self._progress = None, None

    def _is_over(self) -> bool:
        """Whether nothing waits, or it is stopped and nothing came after that."""
        with self._lock:
            if self._stop.is_set() and self._again:
                self._stop.clear()
                self._again = False
            elif self._stop.is_set() or not (self._folders or incoming.waiting(self._bench.store)):
                self._thread, self._progress = None, None
                return True
            return False

    def _read(self, reader: "FileReader") -> None:
        from extrabrain.flows.bring import Importer

        store, done = self._bench.store, 0
        importer = Importer(store, None, reader)
        while not self._stop.is_set() and (waiting := incoming.waiting(store)):
            one = waiting[0]
            self._tell(Progress("reading", done, done + len(waiting), path=one.name))
            body, report = incoming.data(store, one.incoming_id), Report()
            if not self._stop.is_set():
                self._one(importer, reader, one, body, report)
            if self._stop.is_set() and not report.added + report.updated + report.unchanged:
                return  # cut off in the middle: a stop has forgotten it, after a pause it is read anew
            incoming.remove(store, one.incoming_id)
            self._add(report)
            done += 1

    def _look_through(self, reader: "FileReader") -> None:
        from extrabrain.flows.bring import Importer

        while not self._stop.is_set():
            with self._lock:
                if not self._folders:
                    return
                folder = self._folders.popleft()
            importer = Importer(self._bench.store, None, reader, told=self._tell, stopped=self._stop.is_set)
            self._add(importer.bring([folder]))

    def _one(
        self, importer: "Importer", reader: "FileReader", one: Incoming, body: bytes, report: Report
    ) -> None:
        """A fault of ours is told like any other reason; what waits behind it is read all the same."""
        wish = Wish(one.kind, one.group)
        try:
            importer.bring_one(one.name, lambda: reader.read(body, one.name), wish, report)
        except Exception:  # noqa: BLE001 - told on the page, and to the terminal
            traceback.print_exc()
            report.failures.append(Failure(one.name, *BROKE))

    def _learn(self, reader: "FileReader") -> None:
        from extrabrain.flows.bring import Importer

        embedder = self._bench.embedder()
        if embedder is None or self._stop.is_set():
            return

        def interrupted() -> bool:
            return self._stop.is_set() or bool(self._folders) or bool(incoming.waiting(self._bench.store))

        store = self._bench.store
        Importer(store, embedder, reader, told=self._tell, stopped=interrupted).learn(Report())

    def _tell(self, progress: Progress) -> None:
        with self._lock:
            self._progress = progress

    def _add(self, more: Report) -> None:
        with self._lock:
            held = self._report
            held.added += more.added
            held.updated += more.updated
            held.unchanged += more.unchanged
            held.twins += more.twins
            held.failures += more.failures
            held.notices += more.notices
