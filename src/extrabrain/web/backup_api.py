"""Backups over HTTP: one is made on a thread and then fetched; one that comes in takes the record's place.

A backup that is to be restored comes in pieces, so that no request is large, and lies encrypted as it is.
"""

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.clock import utc_now
from extrabrain.core.errors import Conflict, NotFound, ProtectedStorage, UsageProblem
from extrabrain.flows import backup, restore
from extrabrain.flows.restore import Verified
from extrabrain.web.body import object_of
from extrabrain.web.keeping_shapes import BackupState, Restored, Upload, UploadSize
from extrabrain.web.locking import Locking
from extrabrain.web.reply import answering, reply
from extrabrain.web.task import Task, Tasks
from extrabrain.weights.disk import need_room

BINARY = "application/octet-stream"


class BackupApi:
    """One backup or restore at a time. What a crash left of one is removed at the next start."""

    def __init__(self, bench: Workbench, locking: Locking) -> None:
        self._bench = bench
        self._locking = locking
        self._tasks = Tasks()
        self._made: Path | None = None
        self._restoring = self._giving_up = False
        self._preparing = Lock()
        bench.on_lock(self._tasks.stop)
        bench.on_lock(self._give_up)
        shutil.rmtree(bench.places.outgoing, ignore_errors=True)

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/backup", self.state),
            ("POST", "/api/backup", self.create),
            ("POST", "/api/backup/stop", self.stop),
            ("GET", "/api/backup/file", self.file),
            ("POST", "/api/backup/incoming", self.begin),
            ("POST", "/api/backup/incoming/{upload}", self.piece),
            ("POST", "/api/backup/restore", self.restore),
            ("DELETE", "/api/backup/aside", self.remove_aside),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def state(self, _: Request) -> Response:
        return reply(self._state())

    async def create(self, request: Request) -> Response:
        """`{"passphrase", "audio": true}`; then `state` says how far it is, and `file` gives it."""
        body = await object_of(request)
        passphrase, audio = str(body.get("passphrase", "")), body.get("audio") is not False
        backup.need_good(passphrase)
        where = self._bench.places
        out = where.outgoing / f"extrabrain-{utc_now()[:10]}.xbbackup"

        def work(task: Task) -> None:
            kept = backup.Kept(self._bench.store, where.home, where.spool, where.packs)
            where.outgoing.mkdir(parents=True, exist_ok=True, mode=0o700)
            backup.create(
                kept, out, passphrase, audio=audio, replace=True, tell=lambda p: task.tell(p.fraction)
            )
            self._made = out
            self._bench.remember(last_backup=utc_now())

        self._tasks.start("backup", work)
        return reply(self._state(), "started")

    async def stop(self, _: Request) -> Response:
        self._tasks.stop()
        return reply(self._state(), "stopping")

    async def file(self, _: Request) -> Response:
        """The backup that was made last, once; under a name of its own, for the next one may be made while
        this one is on its way."""
        made, self._made = self._made, None
        if made is None or not made.exists():
            raise NotFound("There is no backup to fetch.", next_step="Make one first.")
        going = made.replace(made.with_name(f"{secrets.token_hex(8)}.xbbackup"))
        gone = BackgroundTask(going.unlink, missing_ok=True)
        return FileResponse(going, filename=made.name, media_type=BINARY, background=gone)

    async def begin(self, request: Request) -> Response:
        """`{"bytes"}`: room for a backup that comes in pieces."""
        size = (await object_of(request)).get("bytes")
        if not isinstance(size, int) or size <= 0:
            raise UsageProblem("The size is missing.", next_step='Send {"bytes": SIZE}.')
        await to_thread.run_sync(need_room, self._bench.places.home, 3 * size)
        upload = secrets.token_hex(8)
        self._bench.places.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._upload(upload).touch(mode=0o600)
        return reply(Upload(upload))

    async def piece(self, request: Request) -> Response:
        """The next bytes; `at` in the query says where they belong."""
        path, at = self._upload(request.path_params["upload"]), request.query_params.get("at", "")
        data = await request.body()  # before it is asked where it belongs: the same piece may come twice
        if not path.exists() or at != str(path.stat().st_size):
            raise Conflict("The pieces came out of order.", next_step="Choose the file again.")
        try:
            with path.open("ab") as file:
                file.write(data)
        except OSError as error:
            raise ProtectedStorage(
                f"The backup could not be taken in: {error.strerror}.", next_step="Free some space."
            ) from error
        return reply(UploadSize(path.stat().st_size))

    async def restore(self, request: Request) -> Response:
        """`{"upload", "passphrase"}`: replies once it was checked and put in place."""
        body = await object_of(request)
        path, passphrase = self._upload(str(body.get("upload", ""))), str(body.get("passphrase", ""))
        if not path.exists():
            raise NotFound("There is no such upload.", next_step="Choose the file again.")
        if self._restoring:
            raise Conflict("A backup is being restored already.", next_step="Wait for that.")
        self._restoring = True
        try:
            found = await to_thread.run_sync(self._prepare, path, passphrase)
            path.unlink(missing_ok=True)
            await self._locking.exchange(lambda: restore.finish(self._bench.places.home))
        finally:
            self._restoring = False
        return reply(Restored(found.manifest.sessions, found.manifest.recordings), "restored")

    async def remove_aside(self, _: Request) -> Response:
        """Deletes what earlier restores took the place of."""
        for folder in restore.set_aside(self._bench.places.home):
            await to_thread.run_sync(shutil.rmtree, folder)
        return reply(self._state(), "deleted")

    def _prepare(self, path: Path, passphrase: str) -> Verified:
        """One after the other: a lock ends the request, and the thread goes on until it is told something."""
        with self._preparing:
            self._giving_up = False
            key = bytes(self._bench.vault.key().key)  # a lock overwrites the other one
            return restore.prepare(path, passphrase, self._bench.places.home, key, self._go_on)

    def _go_on(self, _: backup.Progress) -> None:
        if self._giving_up:
            raise Conflict("extrabrain was locked meanwhile.", next_step="Unlock it and restore again.")

    def _give_up(self) -> None:
        self._giving_up = True

    def _upload(self, name: str) -> Path:
        if not name.isalnum():
            raise NotFound("There is no such upload.", next_step="Choose the file again.")
        return self._bench.places.incoming / f"{name}.xbbackup"

    def _state(self) -> BackupState:
        aside = restore.set_aside(self._bench.places.home)
        return BackupState(
            last_backup=self._bench.settings.last_backup,
            task=self._tasks.state(),
            ready=self._made.name if self._made else None,
            aside=tuple(str(folder) for folder in aside),
        )
