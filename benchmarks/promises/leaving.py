"""P1b, P2, P3: what leaves, in a broker of its own against servers on this machine."""

import asyncio
import os
import sys
import tempfile
from contextlib import suppress
from itertools import product
from pathlib import Path

from extrabrain.core.egress import CATEGORIES, Category, Posture
from extrabrain.guard.failures import Refused
from extrabrain.guard.policy import Allowed, Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider
from extrabrain.guard.selftest.canary import Canary
from extrabrain.guard.selftest.examine import Here, examine
from promises.outcome import Outcome
from promises.word import Word

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "guard"))

from sites import Broker, Site, broker_for

HOSTED = "127.0.0.2"
"""On this machine, but not by one of the names that a model server of this machine has."""


def leaks() -> Outcome:
    found = Outcome("P1b", "planted leaks are caught in the jail")
    seen = 0
    with Canary() as canary:
        for leak in examine(Here(canary), enter_jail=True):
            seen += leak.seen
            found.trial(leak.proved, leak.name)
    found.control = f"{seen} of {found.trials} got out without the jail"
    return found


def categories() -> Outcome:
    """Every posture × allowed category × carried category × shape of body."""
    found = Outcome("P2", "only allowed categories, to the chosen provider; ledger bytes = wire bytes")
    site, other = Site(HOSTED), Site(HOSTED)
    lab, elsewhere = Provider("lab", "Lab", site.url), Provider("other", "Other", other.url)
    with tempfile.TemporaryDirectory() as folder, broker_for(Path(folder), site.url) as broker:
        asyncio.run(_all_pairs(broker, site, other, (lab, elsewhere), found))
    site.close()
    other.close()
    return found


async def _all_pairs(
    broker: Broker, site: Site, other: Site, own: tuple[Provider, ...], found: Outcome
) -> None:
    got_through = lines = 0
    postures: tuple[Posture, ...] = ("local", "hybrid")
    choices: tuple[Category | None, ...] = (None, *CATEGORIES)
    for posture, allowed, carried in product(postures, choices, CATEGORIES):
        rows = ((allowed, "hosted"),) if allowed else ()
        _set(broker, posture, rows, own)
        may = posture == "hybrid" and allowed == carried
        for shape, body in (word := Word()).shapes().items():
            site.wire.clear()
            async with broker.door.client("provider", (carried,)) as client:
                for url in (site.url, other.url):
                    with suppress(Refused):
                        await client.post(f"{url}/v1", content=body)
            came = [wire for wire in site.wire if word.within(wire)]
            lines += 3 if may else 2
            last = (await asyncio.to_thread(broker.told, lines))[-3:] if may else []
            sizes = {line.bytes_out for line in last if line.step != "refused"}
            sums = not may or sizes == {len(site.wire[0])}
            holds = len(came) == (1 if may else 0) and not other.wire and sums
            got_through += len(came)
            found.trial(holds, f"{posture}, allowed {allowed}, carried {carried}, {shape}")
    found.control = f"{got_through} allowed ones were seen on the wire"


def _set(broker: Broker, posture: Posture, rows: tuple, own: tuple[Provider, ...]) -> None:
    allowed = frozenset(Allowed(category, own[0].name) for category, _ in rows)
    PolicyFile(broker.charter.policy).write(Policy(posture, allowed, own))


def detours() -> Outcome:
    """A provider that leads on, and proxy variables that point elsewhere."""
    found = Outcome("P3", "no redirect and no proxy is followed")
    site, other = Site(HOSTED), Site(HOSTED)
    names = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")
    kept = dict(os.environ)
    os.environ.update(dict.fromkeys(names, other.url))
    try:
        with tempfile.TemporaryDirectory() as folder, broker_for(Path(folder), site.url) as broker:
            asyncio.run(_led_on(broker, site, other, found))
    finally:
        os.environ.clear()
        os.environ.update(kept)
        site.close()
        other.close()
    return found


async def _led_on(broker: Broker, site: Site, other: Site, found: Outcome) -> None:
    import httpx2

    _set(broker, "hybrid", (("prompt", "lab"),), (Provider("lab", "Lab", site.url),))
    for number, target in enumerate((f"{other.url}/x", "//127.0.0.1/x", "/again", f"{site.url}/again")):
        site.onward[f"/{number}"] = target
        async with broker.door.client("provider", ("prompt",)) as client:
            refused = ""
            try:
                await client.post(f"{site.url}/{number}", json={"a": 1})
            except Refused as problem:
                refused = problem.reason
        found.trial(refused == "redirect" and not other.wire, f"redirect to {target}")
    async with httpx2.AsyncClient(follow_redirects=True, trust_env=True) as naive:
        with suppress(httpx2.TransportError):
            await naive.get(f"{site.url}/0")
    found.control = f"a naive client made {len(other.wire)} connections elsewhere"
