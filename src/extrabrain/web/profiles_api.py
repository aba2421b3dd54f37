"""Profiles over HTTP."""

from typing import Any, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extrabrain.app.build import Workbench
from extrabrain.core.errors import UsageProblem
from extrabrain.core.profile import Profile, ProfileAction
from extrabrain.web.body import object_of
from extrabrain.web.profile_shapes import ProfilesRecord
from extrabrain.web.reply import answering, reply


class ProfilesApi:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        table: tuple[tuple[str, str, Any], ...] = (
            ("GET", "/api/profiles", self.profiles),
            ("POST", "/api/profiles", self.keep),
            ("POST", "/api/profiles/choice", self.choose),
            ("DELETE", "/api/profiles/{profile_id}", self.remove),
        )
        return [Route(path, answering(handler), methods=[method]) for method, path, handler in table]

    async def profiles(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(self._record))

    async def keep(self, request: Request) -> Response:
        profile = _profile(await object_of(request))
        await to_thread.run_sync(self._bench.workspace.profiles.keep, profile)
        return reply(await to_thread.run_sync(self._record), "kept")

    async def choose(self, request: Request) -> Response:
        profile_id = str((await object_of(request)).get("profile_id") or "none")
        await to_thread.run_sync(self._bench.workspace.choose_profile, profile_id)
        return reply(await to_thread.run_sync(self._record), "chosen")

    async def remove(self, request: Request) -> Response:
        await to_thread.run_sync(self._bench.workspace.remove_profile, request.path_params["profile_id"])
        return reply(await to_thread.run_sync(self._record), "removed")

    def _record(self) -> ProfilesRecord:
        return ProfilesRecord(self._bench.settings.profile, tuple(self._bench.workspace.profiles.all()))


def _profile(body: dict[str, Any]) -> Profile:
    given = {name: body.get(name, "") for name in ("profile_id", "name", "prompt")}
    actions = body.get("actions", [])
    if not all(isinstance(value, str) for value in given.values()) or not isinstance(actions, list):
        raise _off()
    made: list[ProfileAction] = []
    for each in cast("list[Any]", actions):
        action = cast("dict[str, Any]", each) if isinstance(each, dict) else {}
        name, prompt = action.get("name"), action.get("prompt")
        if not isinstance(name, str) or not isinstance(prompt, str):
            raise _off()
        made.append(ProfileAction(name, prompt))
    return Profile(given["profile_id"], given["name"], given["prompt"], tuple(made))


def _off() -> UsageProblem:
    return UsageProblem(
        "That is no profile.", next_step='Send {"name", "prompt", "actions": [{"name", "prompt"}]}.'
    )
