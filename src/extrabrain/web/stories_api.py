"""The Stories page over HTTP: kept stories, what documents offer, the matrix, and what fits a question."""

from collections.abc import Sequence
from typing import Any, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.flows.stories import Stories, StoryCard, card
from extrabrain.record import stories
from extrabrain.web.body import object_of
from extrabrain.web.reply import answering, reply


class StoriesApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        one = "/api/stories/{story_id}"
        table: tuple[tuple[str, str, Any], ...] = (
            ("GET", "/api/stories", self.stories),
            ("POST", "/api/stories", self.add),
            ("GET", "/api/stories/matrix", self.matrix),
            ("GET", "/api/stories/candidates", self.candidates),
            ("POST", "/api/stories/candidates/{candidate_id}", self.choose),
            ("GET", one, self.story),
            ("POST", one, self.edit),
            ("DELETE", one, self.remove),
            ("GET", f"{one}/versions", self.versions),
            ("GET", "/api/questions/{question_id}/stories", self.offered),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def stories(self, _: Request) -> Response:
        found = await to_thread.run_sync(lambda: stories.list_stories(self._bench.store, state="kept"))
        return reply([card(story) for story in found])

    async def add(self, request: Request) -> Response:
        body = await object_of(request)
        parts = _texts(body.get("parts", {}))
        made = await to_thread.run_sync(lambda: self._own().add(str(body.get("title", "")), parts))
        return reply(card(made), "added")

    async def matrix(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(lambda: self._own().matrix(self._bench.bank.all())))

    async def candidates(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._candidates))

    async def choose(self, request: Request) -> Response:
        """`{"keep": true}` keeps a candidate, false refuses it for good; replies with those that are left."""
        wanted, keep = request.path_params["candidate_id"], bool((await object_of(request)).get("keep"))

        def choose() -> list[StoryCard]:
            found = {c.story.story_id: c.story for c in self._candidates()}
            if wanted not in found:
                raise NotFound("There is no such candidate.", next_step="Look for stories again.")
            own = self._own()
            own.keep(found[wanted]) if keep else own.refuse(found[wanted])
            return [card(story) for i, story in found.items() if i != wanted]

        return reply(await to_thread.run_sync(choose), "kept" if keep else "refused")

    async def story(self, request: Request) -> Response:
        story_id = request.path_params["story_id"]
        return reply(card(await to_thread.run_sync(stories.get, self._bench.store, story_id)))

    async def edit(self, request: Request) -> Response:
        story_id, body = request.path_params["story_id"], await object_of(request)
        title, parts = body.get("title"), body.get("parts")
        made = await to_thread.run_sync(
            lambda: self._own().edit(
                story_id,
                title=None if title is None else str(title),
                parts=None if parts is None else _texts(parts),
                competencies=_list(body.get("competencies")),
                questions=_list(body.get("questions")),
            )
        )
        return reply(card(made), "saved")

    async def remove(self, request: Request) -> Response:
        await to_thread.run_sync(stories.remove, self._bench.store, request.path_params["story_id"])
        return reply(None, "deleted")

    async def versions(self, request: Request) -> Response:
        story_id = request.path_params["story_id"]
        return reply(await to_thread.run_sync(stories.versions, self._bench.store, story_id))

    async def offered(self, request: Request) -> Response:
        question = self._bench.bank.get(request.path_params["question_id"])
        return reply(await to_thread.run_sync(lambda: self._own().offered(question)))

    def _candidates(self) -> list[StoryCard]:
        return [card(story) for story in self._own().extract(self._bench.coach())]

    def _own(self) -> Stories:
        return Stories(self._bench.store, self._bench.embedder())


def _texts(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise UsageProblem("The parts are not an object.", next_step="Give each part its text.")
    return {str(part): str(text) for part, text in cast("dict[Any, Any]", given).items()}


def _list(given: Any) -> Sequence[str] | None:
    if given is None:
        return None
    if not isinstance(given, list):
        raise UsageProblem("That is not a list.", next_step="Give a list of ids.")
    return [str(each) for each in cast("list[Any]", given)]
