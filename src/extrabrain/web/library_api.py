"""The workspace over HTTP: documents, files handed over, search."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.document import DOCUMENT_KINDS
from extrabrain.core.errors import UsageProblem
from extrabrain.flows.within import within
from extrabrain.library.readers.table import is_known, unsupported
from extrabrain.record import documents, incoming
from extrabrain.web.body import object_of
from extrabrain.web.gate import LIBRARY_FILES
from extrabrain.web.library_shapes import DocumentRecord
from extrabrain.web.reply import answering, reply
from extrabrain.web.shelving import Shelving

PIECE = 1_000_000
MOST_HITS = 50


class LibraryApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._shelving = Shelving(bench)

    def routes(self) -> list[Route]:
        one = "/api/library/documents/{document_id:int}"
        table: Iterable[tuple[str, str, Any]] = (
            ("GET", "/api/library/documents", self.documents),
            ("GET", one, self.document),
            ("POST", one, self.change),
            ("DELETE", one, self.remove),
            ("GET", "/api/library/search", self.search),
            ("POST", "/api/library/ask", self.ask),
            ("POST", LIBRARY_FILES, self.take),
            ("POST", "/api/library/repositories", self.bring),
            ("GET", "/api/library/import", self.state),
            ("DELETE", "/api/library/import", self.stop),
            ("DELETE", "/api/library/report", self.forget_report),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def documents(self, _: Request) -> Response:
        await to_thread.run_sync(self._shelving.resume)
        return reply(await to_thread.run_sync(documents.list_documents, self._bench.store))

    async def document(self, request: Request) -> Response:
        document_id = request.path_params["document_id"]
        document, text = await to_thread.run_sync(documents.get, self._bench.store, document_id)
        return reply(DocumentRecord(document, text))

    async def change(self, request: Request) -> Response:
        """`{"enabled": bool}`"""
        enabled = (await object_of(request)).get("enabled")
        if not isinstance(enabled, bool):
            raise UsageProblem("`enabled` is true or false.", next_step="Correct the request.")
        document_id = request.path_params["document_id"]
        await to_thread.run_sync(documents.set_enabled, self._bench.store, document_id, enabled)
        return reply(None, "on" if enabled else "off")

    async def remove(self, request: Request) -> Response:
        def remove() -> None:
            documents.remove(self._bench.store, request.path_params["document_id"])
            self._bench.store.scrub()

        await to_thread.run_sync(remove)
        return reply(None, "deleted")

    async def search(self, request: Request) -> Response:
        """`?q=WORDS&kind=…&group=…&since=DAY`"""
        asked = request.query_params
        wanted = within(asked.getlist("kind"), asked.get("group"), asked.get("since"))

        def find() -> Any:
            return self._bench.workspace.finder().search(asked.get("q", ""), most=MOST_HITS, within=wanted)

        return reply(await to_thread.run_sync(find))

    async def ask(self, request: Request) -> Response:
        """`{"question": TEXT}`"""
        question = (await object_of(request)).get("question")
        if not isinstance(question, str) or not question.strip():
            raise UsageProblem("There is no question.", next_step="Write one and ask again.")
        return reply(await to_thread.run_sync(lambda: self._bench.workspace.asker().ask(question)))

    async def take(self, request: Request) -> Response:
        """The body is the file; its `name` (with folders), `kind` and `group` are in the query."""
        asked = request.query_params
        name, kind = _safe(asked.get("name", "")), asked.get("kind") or None
        if kind is not None and kind not in DOCUMENT_KINDS:
            raise UsageProblem(
                f"There is no kind {kind!r}.", next_step=f"Use one of {', '.join(DOCUMENT_KINDS)}."
            )
        if not is_known(name):
            raise unsupported(PurePosixPath(name).name)
        group = asked.get("group", "")
        await to_thread.run_sync(self._shelving.resume)
        store = self._bench.store
        incoming_id = await to_thread.run_sync(incoming.begin, store, name, kind, group)
        try:
            await self._receive(request, incoming_id)
        except BaseException:
            incoming.remove(store, incoming_id)
            raise
        self._shelving.start()
        return reply(None, "taken in")

    async def bring(self, request: Request) -> Response:
        """`{"path": TEXT}`: a folder with a `.git` in it, whose history no browser would hand over."""
        path = (await object_of(request)).get("path")
        if not isinstance(path, str) or not path.strip():
            raise UsageProblem("There is no path.", next_step="Write the folder of the repository.")
        folder = Path(path.strip()).expanduser()
        if not folder.is_absolute() or not (folder / ".git").exists():
            raise UsageProblem(
                f"{path.strip()} is no git repository.",
                next_step="Give the whole path of the folder that holds .git, such as ~/code/project.",
            )
        await to_thread.run_sync(self._shelving.bring, folder)
        return reply(None, "taken in")

    async def _receive(self, request: Request, incoming_id: int) -> None:
        held, position = bytearray(), 0
        try:
            async for piece in request.stream():
                held += piece
                if len(held) >= PIECE:
                    body = bytes(held)
                    await to_thread.run_sync(incoming.append, self._bench.store, incoming_id, position, body)
                    held, position = bytearray(), position + 1
        except ClientDisconnect as error:
            raise UsageProblem("The file did not come whole.", next_step="Bring it again.") from error
        await to_thread.run_sync(incoming.append, self._bench.store, incoming_id, position, bytes(held))
        await to_thread.run_sync(incoming.complete, self._bench.store, incoming_id)

    async def state(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._shelving.state))

    async def stop(self, _: Request) -> Response:
        await to_thread.run_sync(self._shelving.stop)
        return reply(None, "stopping")

    async def forget_report(self, _: Request) -> Response:
        self._shelving.forget_report()
        return reply(None, "forgotten")


def _safe(name: str) -> str:
    """The file's name, with the folders that it was chosen with; nothing that could be taken for a place."""
    parts = [part.strip() for part in name.replace("\\", "/").split("/")]
    kept = [
        "".join(c for c in part if c.isprintable())[:120] for part in parts if part not in ("", ".", "..")
    ]
    if not kept:
        raise UsageProblem("The file has no name.", next_step="Give it one and bring it again.")
    return "/".join(kept[-8:])
