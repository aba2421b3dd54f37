"""Engines for text: which there are, which one is chosen, and making one.

An engine is named `in-program/MODEL`, or `PROVIDER/MODEL` with a provider that the policy names. One is used
because the user chose it; none is ever put in the place of another.
"""

import asyncio
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Literal

from extrabrain.app.prices import FREE, Cost, Meter, Spent, cost_of
from extrabrain.core.advice import Usage
from extrabrain.core.egress import Category
from extrabrain.core.errors import Conflict, NotFound, Problem, Unsupported, UsageProblem
from extrabrain.guard.policy import Allowed, Policy, is_loopback, origin
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.provider_keys import ProviderKeys
from extrabrain.guard.providers import Provider as Place

if TYPE_CHECKING:
    from extrabrain.advice.detect import Served, ServerFound
    from extrabrain.advice.inprocess import InProcess
    from extrabrain.advice.provider import Provider
    from extrabrain.app.build import Workbench
    from extrabrain.app.first_send import Agreed, Held
    from extrabrain.flows.interviewer import Interviewer
    from extrabrain.guard.door import Door

HERE = "in-program"
API_URLS = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "google": "https://generativelanguage.googleapis.com",
}
"""Providers whose own libraries are used; every other one speaks the chat completions API."""

KNOWN_URLS = {"openrouter": "https://openrouter.ai/api/v1", "groq": "https://api.groq.com/openai/v1"}
NO_TEXT = ("deepgram",)
HOSTED_CONTEXT = 32_000
"""Of providers that the user added; what today's hosted models read at the least."""

State = Literal["ready", "absent", "unknown"]


@dataclass(frozen=True, slots=True)
class Mind:
    """A place that engines come from. `key` says whether one is kept; none where none is needed."""

    name: str
    title: str
    base_url: str
    hosted: bool
    own: bool
    key: bool | None


class Minds:
    """For one workbench; `close` frees the model in memory."""

    def __init__(self, bench: "Workbench", keys: ProviderKeys | None = None) -> None:
        self._bench = bench
        self._keys = keys or ProviderKeys()
        self._loaded: InProcess | None = None
        self._lock = Lock()
        self._meter = Meter()
        self._held: Held | None = None

    @property
    def chosen(self) -> str:
        """Empty where none is: the stand-ins answer."""
        return self._bench.settings.text_engine

    def engine(self, name: str | None = None, agreed: "Agreed | None" = None) -> "Provider | None":
        """By name, else the chosen one; `none` and no choice give none.

        One elsewhere asks before the first send of a kind; `agreed` is the user's answer.
        """
        wanted = self.chosen if name is None else name
        if wanted in ("", "none"):
            return None
        place, slash, model = wanted.partition("/")
        if not slash or not model:
            raise UsageProblem(
                f"{wanted!r} names no engine.",
                next_step="Write PROVIDER/MODEL; see extrabrain providers list.",
            )
        if place == HERE:
            return self._in_program(model)
        engine = self._through_door(place, model, self._bench.door)
        found = self._policy().provider(place)
        if is_loopback(found.origin):
            return engine
        from extrabrain.app.first_send import FirstSend, Held

        self._held = self._held or Held()
        looking = self._through_door(place, model, self._bench.door.looking())
        return FirstSend(engine, looking, found, self._bench.consent, self._held, agreed)

    def keeps_from(self, category: Category, name: str | None = None) -> str:
        """Why an engine may not be given the user's passages of a category; empty where it may."""
        place = (self.chosen if name is None else name).partition("/")[0]
        if place in ("", "none", HERE):
            return ""
        policy = self._policy()
        if is_loopback(policy.provider(place).origin) or Allowed(category, place) in policy.rows:
            return ""
        what = "The text of your screenshots is" if category == "screenshot" else "Your documents are"
        return f"{what} not given to {place}. To allow it: extrabrain guard allow {category} {place}"

    def spent(self, name: str | None, usage: Usage) -> tuple[Cost, Spent]:
        """What a generation of that engine (none: the chosen one) cost, and all since the start with it."""
        engine = self.chosen if name is None else name
        place = engine.partition("/")[0]
        here = place == HERE or is_loopback(self._policy().provider(place).origin)
        cost = FREE if here else cost_of(self._bench.places.home, engine, usage)
        return cost, self._meter.add(usage, cost)

    def interviewer(self) -> "Interviewer | None":
        """The chosen engine as an interviewer; none where none is chosen, or it cannot be made now."""
        from extrabrain.flows.interviewer import Interviewer

        try:
            engine = self.engine()
        except Problem:
            return None
        return Interviewer(engine) if engine else None

    def choose(self, name: str) -> str:
        """Kept in the settings once it could be made. `none` takes the choice back."""
        self.engine(name)
        self._bench.change_settings(text_engine="" if name == "none" else name)
        return self.chosen

    def here(self) -> list[tuple[str, State]]:
        """The catalogue's language models, and whether they are on this machine."""
        weights = self._bench.weights
        models = [entry.id for entry in weights.entries if entry.kind == "llm"]
        return [(model, "ready" if weights.ready(model) else "absent") for model in models]

    def places(self) -> list[Mind]:
        policy = self._policy()
        hosted = [place for place in policy.hosted if place.name not in NO_TEXT]
        return [
            self._mind(place, hosted=place in hosted, policy=policy) for place in (*hosted, *policy.local)
        ]

    async def detect(self) -> "tuple[ServerFound, ...]":
        """The model servers of this machine, asked all at once; the broker's own start is not their time."""
        from extrabrain.advice.detect import detect

        await asyncio.to_thread(self._bench.door.ask_broker, "ping")
        return await detect(self._bench.door, self._policy().local)

    async def models(self, name: str) -> "tuple[Served, ...]":
        """What a provider offers; the request carries nothing but itself."""
        from extrabrain.advice.model_list import model_list

        place = self._policy().provider(name)
        local = is_loopback(place.origin)
        api = name if name in API_URLS else "chat"
        return await model_list(self._bench.door, api, self._base_url(place), place.title, local=local)

    async def test(self, name: str) -> str:
        """One short request that carries nothing of the user's; gives what came back, shortened."""
        from extrabrain.app.first_send import FirstSend
        from extrabrain.flows.advise import greet

        engine = self.engine(name)
        if engine is None:
            raise UsageProblem("There is no engine to test.", next_step="Name one: PROVIDER/MODEL.")
        return await greet(engine.plain if isinstance(engine, FirstSend) else engine)

    def add(self, name: str, *, url: str = "", title: str = "", key: str = "") -> Mind:
        """A provider of the user's own, or the key of a known one."""
        policy = self._policy()
        known = next((p for p in (*policy.hosted, *policy.local) if p.name == name), None)
        url = url or KNOWN_URLS.get(name, "")
        if known is None and not url:
            raise UsageProblem(f"There is no provider {name!r}.", next_step="Give its address with --url.")
        if url and known is not None and known not in policy.own:
            raise Conflict(f"{name} is built in.", next_step="Choose another name for your own.")
        if key:
            self._keys.keep(name, key)
        if url:
            known = self._add_own(policy, name, url, title)
        assert known is not None
        policy = self._policy()
        return self._mind(known, hosted=known in policy.hosted, policy=policy)

    def remove(self, name: str) -> None:
        """The provider, if it is the user's own; its key in any case."""
        policy = self._policy()
        place = policy.provider(name)
        if self._has_key(name):
            self._keys.forget(name)
        elif place not in policy.own:
            raise NotFound(f"{name} is built in and has no key.", next_step="There is nothing to remove.")
        if place in policy.own:
            self._file().change(lambda policy: _without(policy, place))
            urls = {k: v for k, v in self._bench.settings.provider_urls.items() if k != name}
            self._bench.change_settings(provider_urls=urls)
        if self.chosen.startswith(f"{name}/"):
            self._bench.change_settings(text_engine="")

    def close(self) -> None:
        with self._lock:
            if self._loaded is not None:
                self._loaded.unload()
                self._loaded = None

    def _in_program(self, model: str) -> "InProcess":
        """One model is in memory at a time."""
        from extrabrain.advice.inprocess import InProcess

        entry = self._bench.weights.entry(model)
        if entry.kind != "llm":
            raise UsageProblem(f"{model} is no language model.", next_step="See extrabrain providers list.")
        path = self._bench.weights.path(model) / entry.files[0].name
        with self._lock:
            if self._loaded is None or self._loaded.path != path:
                if self._loaded is not None:
                    self._loaded.unload()
                self._loaded = InProcess(path, model)
            return self._loaded

    def _through_door(self, name: str, model: str, door: "Door") -> "Provider":
        place = self._policy().provider(name)
        if name in NO_TEXT:
            raise Unsupported(f"{place.title} has no language models.", next_step="Choose another provider.")
        if name in API_URLS:
            from extrabrain.advice.hosted import Hosted

            return Hosted(door, name, model, title=place.title, base_url=API_URLS[name])
        from extrabrain.advice.chat_server import ChatServer
        from extrabrain.advice.detect import CONTEXT_TOKENS, USUAL_CONTEXT

        local = is_loopback(place.origin)
        size = CONTEXT_TOKENS.get(name, USUAL_CONTEXT) if local else HOSTED_CONTEXT
        return ChatServer(
            door,
            self._base_url(place),
            model,
            title=place.title,
            local=local,
            context_tokens=size,
        )

    def _add_own(self, policy: Policy, name: str, url: str, title: str) -> Place:
        if not name.replace("-", "").isalnum() or len(name) > 40:
            raise UsageProblem(f"{name!r} is no name.", next_step="Use letters, digits and hyphens.")
        place = Place(name, title or name.capitalize(), origin(url))
        if place.origin.startswith("http://") and not is_loopback(place.origin):
            raise UsageProblem("Only https addresses leave this machine.", next_step="Use https://…")
        taken = next(
            (p for p in (*policy.hosted, *policy.local) if p.origin == place.origin and p.name != name), None
        )
        if taken is not None:
            raise Conflict(f"{taken.name} has that address already.", next_step=f"Use {taken.name}.")
        self._file().change(
            lambda policy: replace(policy, own=(*(p for p in policy.own if p.name != name), place))
        )
        urls = {**self._bench.settings.provider_urls, name: url.rstrip("/")}
        self._bench.change_settings(provider_urls=urls)
        return place

    def _mind(self, place: Place, *, hosted: bool, policy: Policy) -> Mind:
        key = self._has_key(place.name) if hosted else None
        return Mind(place.name, place.title, self._base_url(place), hosted, place in policy.own, key)

    def _has_key(self, name: str) -> bool:
        try:
            return self._keys.read(name) is not None
        except Problem:
            return False

    def _base_url(self, place: Place) -> str:
        given = API_URLS.get(place.name) or self._bench.settings.provider_urls.get(place.name)
        return given or f"{place.origin}/v1"

    def _policy(self) -> Policy:
        return self._bench.consent.policy()

    def _file(self) -> PolicyFile:
        return PolicyFile(self._bench.fence.keeper.charter.policy)


def _without(policy: Policy, place: Place) -> Policy:
    """Without one of the user's own providers and all that it was allowed."""
    rows = frozenset(row for row in policy.rows if row.provider != place.name)
    return replace(policy, own=tuple(p for p in policy.own if p != place), rows=rows)
