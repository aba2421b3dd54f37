"""What may leave this machine: rules in, verdict out. No I/O.

Model files carry nothing personal, so they may be fetched in either posture, but only from the hosts below.
Everything else is refused: the other purposes come with the broker.
"""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from extrabrain.core.egress import Category, Posture, Purpose, Verdict
from extrabrain.core.errors import UsageProblem

PUBLIC_INDEX = "https://pypi.org"
_PORTS = {"https": 443, "http": 80}

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
class Rules:
    """`weights` holds the origins (`scheme://host:port`) that model files may come from."""

    posture: Posture
    weights: frozenset[str] = WEIGHT_ORIGINS


def rules(posture: Posture, index: str = PUBLIC_INDEX) -> Rules:
    """The rules of a posture; `index` is the package index or the mirror that stands in for it."""
    return Rules(posture, WEIGHT_ORIGINS | {origin(index)})


def judge(given: Rules, url_origin: str, purpose: Purpose, carries: tuple[Category, ...]) -> Verdict:
    """Whether a request to `url_origin` may be made. The posture `local` allows nothing but model files."""
    if purpose == "weights" and not carries and url_origin in given.weights:
        return "allowed"
    return "refused"


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


def package_index() -> str:
    """The public package index, or the mirror named by `EXTRABRAIN_PYPI`."""
    return os.environ.get("EXTRABRAIN_PYPI") or PUBLIC_INDEX
