"""A recording as an answer: the file comes in, is heard, becomes an attempt, and is removed."""

import secrets
import shutil
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import Conflict, ProtectedStorage, UsageProblem
from extrabrain.guard.sealed import SealedFile, SealWriter
from extrabrain.web.gate import RECORDINGS
from extrabrain.web.hearing import Hearing
from extrabrain.web.reply import answering, reply
from extrabrain.weights.disk import need_room


class RecordingsApi:
    """The body of the POST is the file itself. It waits sealed; what a crash left behind nobody can read, and
    it is removed at the next start."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._hearing = Hearing(bench)
        shutil.rmtree(bench.places.incoming, ignore_errors=True)

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("POST", RECORDINGS, self.take),
            ("GET", RECORDINGS + "/{job_id}", self.job),
            ("DELETE", RECORDINGS + "/{job_id}", self.stop),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def take(self, request: Request) -> Response:
        """`question_id` and the file's `name` are in the query. Refused before it is read where it can be."""
        asked = request.query_params.get("question_id", "")
        question = await to_thread.run_sync(self._bench.bank.get, asked)
        if missing := self._bench.speech.missing_models():
            raise Conflict(
                f"The speech models are not here yet: {', '.join(missing)}.",
                next_step="Fetch them in Settings.",
            )
        length = request.headers.get("content-length", "0")
        await to_thread.run_sync(need_room, self._bench.places.home, int(length))
        recording = SealedFile.fresh(
            self._bench.places.incoming / secrets.token_hex(8), _safe(request.query_params.get("name", ""))
        )
        try:
            await _receive(request, recording)
        except BaseException:
            recording.path.unlink(missing_ok=True)
            raise
        return reply(self._hearing.start(question, recording), "listening")

    async def job(self, request: Request) -> Response:
        return reply(self._hearing.find(request.path_params["job_id"]))

    async def stop(self, request: Request) -> Response:
        self._hearing.stop(request.path_params["job_id"])
        return reply(None, "stopping")


async def _receive(request: Request, recording: SealedFile) -> None:
    """Writes the body as it comes, sealed by a key that lies in memory only."""
    size = 0
    try:
        recording.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with recording.path.open("xb") as file, SealWriter(file, recording.key) as sealing:
            recording.path.chmod(0o600)
            async for piece in request.stream():
                size += await to_thread.run_sync(sealing.write, piece)
    except OSError as error:
        raise ProtectedStorage(
            f"The recording could not be taken in: {error.strerror}.",
            next_step="Free some space and try again.",
        ) from error
    except ClientDisconnect as error:
        raise UsageProblem("The recording did not come whole.", next_step="Import it again.") from error
    if not size:
        raise UsageProblem(f"{recording.name} is empty.", next_step="Record it again or choose another file.")


def _safe(name: str) -> str:
    """The file's own name as far as it is harmless, for messages; its kind is told by its content."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isalnum() or c in " ._-()")[-80:].strip(" .")
    return kept or "recording"
