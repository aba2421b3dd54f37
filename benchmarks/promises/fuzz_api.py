"""P17, the API: every call of the table of the wire with bodies and words that no page would send."""

import json
import random
import string
import tempfile
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import httpx2

from promises.app import App, running
from promises.outcome import Outcome

ROOT = Path(__file__).parents[2]
LEFT_OUT = ("/api/erase", "/api/vault", "/api/lock", "/api/models", "/api/backup", "/api/privacy/test")
"""They end, lock or fill what is tested, or take minutes by design; each has its own tests."""

STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 2**31, 1e308),
    *("", " ", "\0", "\ud800", "\u202e", "none", "[", "%00", "../../etc/passwd", "2026-02-30", "NaN"),
    *("'; DROP TABLE sessions --", "a" * 5000),
    *([], {}, [[]], [None], {"a": {"b": []}}),
)
BREATH_S = 0.02
"""Between two calls, so that an hour of this leaves the machine to others."""


class Wish:
    """Makes calls out of the description of the API: sometimes what it asks for, sometimes not."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._api: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
        self.calls = [
            (method.upper(), path, call)
            for path, methods in self._api["paths"].items()
            for method, call in methods.items()
            if not path.startswith(LEFT_OUT)
        ]
        self.known: list[str] = ["rlhf-limits"]
        """Ids that answers named, so that some calls find something."""

    def next(self) -> tuple[str, str, bytes | None, str]:
        """Method, target, body, and its type."""
        method, path, call = self._rng.choice(self.calls)
        target = path
        asked: list[tuple[str, str]] = []
        for parameter in call.get("parameters", []):
            value = str(self._word())
            if parameter["in"] == "path":
                target = target.replace("{" + parameter["name"] + "}", _quoted(value) or "x")
            elif self._rng.random() < 0.8:
                asked += [(parameter["name"], value)] * self._rng.choice((1, 1, 1, 2))
        if asked:
            target += "?" + "&".join(f"{name}={_quoted(value)}" for name, value in asked)
        content: dict[str, Any] = (call.get("requestBody") or {}).get("content", {})
        if not content:
            return method, target, None, ""
        kind, shape = next(iter(content.items()))
        if kind != "application/json":
            return method, target, self._rng.randbytes(self._rng.randrange(400)), kind
        body = json.dumps(self._value(shape.get("schema", {}))).encode()
        if self._rng.random() < 0.1:
            at = self._rng.randrange(len(body))
            body = body[:at] + self._rng.randbytes(3) + body[at + 1 :]
        return method, target, body, kind

    def _value(self, schema: dict[str, Any], depth: int = 0) -> Any:
        if self._rng.random() < 0.12 or depth > 5:
            return self._rng.choice(STRANGE)
        if "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            return self._value(self._api["components"]["schemas"][name], depth + 1)
        if "enum" in schema or "const" in schema:
            return self._rng.choice(schema.get("enum", [schema.get("const")]))
        several = schema.get("anyOf") or schema.get("oneOf")
        if several:
            return self._value(self._rng.choice(several), depth + 1)
        match schema.get("type"):
            case "object":
                fields = cast("dict[str, Any]", schema.get("properties", {}))
                return {n: self._value(s, depth + 1) for n, s in fields.items() if self._rng.random() < 0.9}
            case "array":
                return [
                    self._value(schema.get("items", {}), depth + 1) for _ in range(self._rng.randrange(4))
                ]
            case "integer" | "number":
                return self._rng.choice((0, 1, 3, -1, 10**6, 0.5, 2**40))
            case "boolean":
                return self._rng.random() < 0.5
            case _:
                return self._word()

    def _word(self) -> Any:
        if self._rng.random() < 0.5:
            return self._rng.choice(self.known)
        if self._rng.random() < 0.5:
            return self._rng.choice(STRANGE)
        return "".join(self._rng.choices(string.printable, k=self._rng.randrange(30)))


def _quoted(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass")[:2000], safe="")


def api(seconds: float, seed: int) -> Outcome:
    """Every answer is an envelope or a file; none is a bug of the server's; the app stays up."""
    found = Outcome("P17", "the API")
    wish = Wish(random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        with (
            running(Path(folder) / "home", {}, Path(folder) / "log") as app,
            httpx2.Client(timeout=60) as client,
        ):
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                said = _call(client, app, wish)
                found.trial(not said, said)
                time.sleep(BREATH_S)
            found.trial(app.data("/api/status")["version"] != "", "the app is up at the end")
        if "Traceback" in (log := (Path(folder) / "log").read_text(errors="replace")):
            found.trial(False, f"the app said: {log[-1500:]}")
    return found


def _call(client: httpx2.Client, app: App, wish: Wish) -> str:
    """What is wrong with the answer; empty if nothing is."""
    method, target, body, kind = wish.next()
    headers = {**app.headers, **({"content-type": kind} if kind else {})}
    what = f"{method} {target} {body!r}"[:1500]
    try:
        answer = _answer(client, method, app.base + target, body, headers)
    except httpx2.HTTPError as error:
        return f"{what}: {error!r}"
    if "json" not in answer.headers.get("content-type", "") or "ndjson" in answer.headers["content-type"]:
        return f"{what}: {answer.status_code} {answer.text[:200]}" if answer.status_code >= 500 else ""
    try:
        envelope = answer.json()
        if isinstance(envelope, dict) and {"code", "data", "message"} <= set(
            cast("dict[str, Any]", envelope)
        ):
            _remember(envelope["data"], wish.known)
            return ""
    except ValueError:
        pass
    return f"{what}: {answer.status_code} {answer.text[:200]}" if answer.status_code != 404 else ""


def _answer(
    client: httpx2.Client, method: str, url: str, body: bytes | None, headers: dict[str, str]
) -> httpx2.Response:
    """Once more where a kept connection was closed meanwhile, as after a halt of the machine."""
    try:
        return client.request(method, url, content=body, headers=headers)
    except (httpx2.ReadError, httpx2.RemoteProtocolError, httpx2.WriteError):
        return client.request(method, url, content=body, headers=headers)


def _remember(data: Any, known: list[str]) -> None:
    if isinstance(data, dict):
        for name, value in cast("dict[str, Any]", data).items():
            if name.endswith("_id") and isinstance(value, str) and value not in known:
                known.append(value)
                del known[1:-40]
