"""The user's part of the bank over the wire: own questions written, changed and deleted, packs imported."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.bank.pack import parse_pack
from extrabrain.core.errors import UsageProblem
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply
from extrabrain.web.shapes import PackTaken

FIELDS = ("text", "kind", "topics", "difficulty", "tests", "key_points", "follow_ups", "strong")
"""What the page's form has. Other fields of an imported question stay as they came."""


class BankApi:
    """Reading is in `web.api`: `/api/questions`."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        table: Iterable[tuple[str, str, Any]] = (
            ("POST", "/api/bank/questions", self.write),
            ("POST", "/api/bank/questions/{question_id}", self.change),
            ("DELETE", "/api/bank/questions/{question_id}", self.remove),
            ("POST", "/api/bank/packs", self.take),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def write(self, request: Request) -> Response:
        fields = await _fields(request)
        return reply(await to_thread.run_sync(self._bench.bank.write, fields), "added")

    async def change(self, request: Request) -> Response:
        question_id, fields = request.path_params["question_id"], await _fields(request)
        return reply(await to_thread.run_sync(self._bench.bank.change, question_id, fields), "saved")

    async def remove(self, request: Request) -> Response:
        await to_thread.run_sync(self._bench.bank.remove, request.path_params["question_id"])
        return reply(None, "deleted")

    async def take(self, request: Request) -> Response:
        """The body is the YAML file; `name` in the query is what it is called in messages."""
        name = PurePath(request.query_params.get("name", "")).name or "the pack"
        try:
            text = (await request.body()).decode("utf-8")
        except UnicodeDecodeError as error:
            raise UsageProblem(
                f"{name}: not UTF-8 text (byte {error.start}).", next_step="Save the file as UTF-8."
            ) from error
        return reply(await to_thread.run_sync(self._take, text, name), "imported")

    def _take(self, text: str, name: str) -> PackTaken:
        pack = parse_pack(text, name)
        new, updated = self._bench.bank.take(pack)
        return PackTaken(pack.name, pack.title, new, updated)


async def _fields(request: Request) -> dict[str, Any]:
    plain = await object_of(request)
    return {name: plain[name] for name in FIELDS if name in plain}
