"""What may leave this machine: policy and request in, ruling out. No I/O.

Model files carry nothing personal, so they may be fetched in either posture, but only from their own places.
What stays on this machine (a model server on the loopback address) may carry anything. A hosted provider gets
only the categories that the user allowed it, and nothing at all in the posture `local`.
"""

import os
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlsplit

from extrabrain.core.egress import CATEGORIES, UNLISTED, Category, Posture, Purpose, Reason
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.guard.providers import HOSTED, LOCAL, Provider

PUBLIC_INDEX = "https://pypi.org"
_PORTS = {"https": 443, "http": 80}
LOOPBACK = ("127.0.0.1", "[::1]", "localhost")

WEIGHT_ORIGINS = frozenset(
    {
        "https://pypi.org:443",
        "https://files.pythonhosted.org:443",
        "https://huggingface.co:443",
        # Where the hub sends large files.
        "https://cdn-lfs.huggingface.co:443",
        "https://cdn-lfs.hf.co:443",
        "https://cdn-lfs-us-1.hf.co:443",
        "https://cdn-lfs-eu-1.hf.co:443",
        "https://cas-bridge.xethub.hf.co:443",
        "https://us.aws.cdn.hf.co:443",
        "https://us.gcp.cdn.hf.co:443",
        "https://eu.aws.cdn.hf.co:443",
    }
)
"""`scheme://host:port` of every place that the catalogue's files come from."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """One row of the policy: this kind of data may go to this provider."""

    category: Category
    provider: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The user's own choices. `own` are providers and local servers that the user added."""

    posture: Posture = "local"
    rows: frozenset[Allowed] = frozenset()
    own: tuple[Provider, ...] = ()

    @property
    def hosted(self) -> tuple[Provider, ...]:
        return HOSTED + tuple(p for p in self.own if not is_loopback(p.origin))

    @property
    def local(self) -> tuple[Provider, ...]:
        return LOCAL + tuple(p for p in self.own if is_loopback(p.origin))

    def provider(self, name: str) -> Provider:
        """`NotFound` where nobody is called that."""
        for each in (*self.hosted, *self.local):
            if each.name == name:
                return each
        known = ", ".join(p.name for p in self.hosted)
        raise NotFound(f"There is no provider {name!r}.", next_step=f"Known: {known}.")

    def allow(self, category: Category, provider: str) -> "Policy":
        if is_loopback(self.provider(provider).origin):
            raise UsageProblem(f"{provider} is on this machine and needs no permission.")
        return replace(self, rows=self.rows | {Allowed(category, provider)})

    def revoke(self, category: Category, provider: str) -> "Policy":
        self.provider(provider)
        return replace(self, rows=self.rows - {Allowed(category, provider)})


@dataclass(frozen=True, slots=True)
class Errand:
    """What a request is for; `origin` is where it wants to go."""

    origin: str
    purpose: Purpose
    carries: tuple[Category, ...] = ()


Reach = Literal["public", "named", "loopback"]
"""Which addresses a name may have: public ones; any, as the user named the place; this machine's."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """`reason` is empty where the request may be made; `provider` is set where one is spoken to."""

    reason: Reason
    provider: Provider | None = None
    reach: Reach = "public"


@dataclass(frozen=True, slots=True)
class WeightPlaces:
    """`mirror` is the origin that the user named in place of the package index, if any."""

    origins: frozenset[str] = field(default=WEIGHT_ORIGINS)
    mirror: str = ""


def judge(policy: Policy, places: WeightPlaces, errand: Errand) -> Ruling:
    """Whether a request may be made; all that is not named here is refused."""
    match errand.purpose:
        case "weights":
            return _weights(places, errand)
        case "local-model":
            here = [p for p in policy.local if p.origin == errand.origin]
            return Ruling("", here[0], "loopback") if here else Ruling("not-listed")
        case "provider":
            return _hosted(policy, errand)
        case _:
            return Ruling("no-such-purpose")


def _weights(places: WeightPlaces, errand: Errand) -> Ruling:
    if errand.carries:
        return Ruling("carries-with-models")
    if places.mirror and errand.origin == places.mirror:
        return Ruling("", reach="named")
    return Ruling("" if errand.origin in places.origins else "not-listed")


def _hosted(policy: Policy, errand: Errand) -> Ruling:
    if policy.posture == "local":
        return Ruling("posture-local")
    chosen = next((p for p in policy.hosted if p.origin == errand.origin), None)
    if chosen is None:
        return Ruling("not-listed")
    if not errand.carries:
        return Ruling("no-category")
    wanted = {Allowed(category, chosen.name) for category in errand.carries}
    reason: Reason = "" if wanted <= policy.rows else "not-allowed"
    return Ruling(reason, chosen, "named" if chosen in policy.own else "public")


def shown_destination(policy: Policy, places: WeightPlaces, url_origin: str) -> str:
    """How the ledger calls a place: `host:port` where the policy names it, else `unlisted`."""
    named = {p.origin for p in (*policy.hosted, *policy.local)} | places.origins | {places.mirror}
    return url_origin.partition("://")[2] if url_origin in named else UNLISTED


def categories_of(names: str) -> tuple[Category, ...]:
    """From `prompt,transcript`; `UsageProblem` for a word that is no category."""
    found: list[Category] = []
    for name in filter(None, names.split(",")):
        at = CATEGORIES.index(name) if name in CATEGORIES else -1
        if at < 0:
            raise UsageProblem(f"{name!r} is no category.", next_step=f"Choose of: {', '.join(CATEGORIES)}.")
        if CATEGORIES[at] not in found:
            found.append(CATEGORIES[at])
    return tuple(found)


def origin(url: str) -> str:
    """`scheme://host:port` in lower case. `UsageProblem` where it is no plain http address."""
    try:
        split = urlsplit(url)
        host, port = split.hostname, split.port or _PORTS.get(split.scheme)
    except ValueError as error:
        raise UsageProblem(f"{url!r} is not an address.") from error
    if not host or split.scheme not in _PORTS or "@" in split.netloc:
        raise UsageProblem(f"{url!r} is not an http address without a password in it.")
    shown = f"[{host}]" if ":" in host else host
    return f"{split.scheme}://{shown}:{port}"


def is_loopback(url_origin: str) -> bool:
    return url_origin.partition("://")[2].rpartition(":")[0] in LOOPBACK


def package_index() -> str:
    """The public package index, or the mirror named by `EXTRABRAIN_PYPI`."""
    return os.environ.get("EXTRABRAIN_PYPI") or PUBLIC_INDEX
