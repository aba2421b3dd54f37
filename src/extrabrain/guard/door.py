"""The one door out, the app's side of it: the broker judges every request, sends it and tells of it.

The broker is reached over a Unix socket, also from inside the jail. No proxy variables, no cookies, no stored
credentials; redirects are followed only for model files, and each is judged anew.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from extrabrain.core.egress import Category, Purpose
from extrabrain.guard.failures import Shown, Unreachable, failure
from extrabrain.guard.keeper import Keeper
from extrabrain.guard.line import SAID, Line
from extrabrain.guard.policy import origin

if TYPE_CHECKING:
    import ssl

    import httpx2

    from extrabrain.guard.talk import Talk

MAX_HOPS = 5
CONNECT_S = 10.0
READ_S = 30.0
MODEL_S = 300.0
"""How long a language model may think before its first word."""
PREVIEW = {"x-extrabrain-preview": "1"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer being read. `headers` have lower-case names; `chunks` may raise `Unreachable`."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


class Door:
    """Thread-safe. `keeper` starts the broker when the first request is made."""

    def __init__(self, keeper: Keeper, *, read_s: float = READ_S, only_looks: bool = False) -> None:
        self._keeper = keeper
        self._read_s = read_s
        self._only_looks = only_looks

    def looking(self) -> "Door":
        """The same door, but nothing goes out: every request of its clients ends in `Shown`."""
        return Door(self._keeper, read_s=self._read_s, only_looks=True)

    @property
    def index(self) -> str:
        """The package index, or the user's mirror of it."""
        return self._keeper.charter.index

    @contextmanager
    def stream(
        self,
        url: str,
        purpose: Purpose,
        carries: tuple[Category, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Generator[Reply]:
        """A GET of `url`. Any status is given back as it is; `Refused` or `Unreachable` if there is none."""
        given = {"User-Agent": "extrabrain", "Accept-Encoding": "identity", **(headers or {})}
        for _ in range(MAX_HOPS):
            with self._one(url, purpose, carries, given) as reply:
                onward = reply.headers.get("location") if 300 <= reply.status < 400 else None
                if onward is None:
                    yield reply
                    return
                url = urljoin(url, onward)
        raise Unreachable(f"{origin(url)} only leads on to other addresses.")

    @contextmanager
    def _one(
        self, url: str, purpose: Purpose, carries: tuple[Category, ...], headers: Mapping[str, str]
    ) -> Generator[Reply]:
        import httpx2

        where = origin(url)
        line = self._keeper.line()
        ticket = _ticket(line, where, purpose, carries, wait_s=self._read_s)
        request = self._client.build_request("GET", httpx2.URL(url), headers=headers)
        try:
            response = self._client.send(_to_broker(request, line, ticket), stream=True)
        except httpx2.TransportError as error:
            raise failure("broke-off", where) from error
        try:
            _raise_if_said(response, where)
            yield Reply(response.status_code, dict(response.headers.items()), _chunks(where, response))
        finally:
            response.close()

    @cached_property
    def _client(self) -> "httpx2.Client":
        import httpx2

        return httpx2.Client(
            trust_env=False,
            transport=httpx2.HTTPTransport(
                uds=_path(self._keeper.line()), trust_env=False, verify=_trusting_nobody()
            ),
            timeout=httpx2.Timeout(self._read_s + 2 * CONNECT_S, connect=CONNECT_S),
        )

    def client(
        self,
        purpose: Purpose,
        carries: tuple[Category, ...],
        *,
        connect_s: float = CONNECT_S,
        read_s: float = MODEL_S,
    ) -> "httpx2.AsyncClient":
        """A client for others' libraries: all that it is asked for goes through the broker, unbuffered.

        `carries` names the kinds of personal data in its requests. `Refused` and `Unreachable` come out of
        its calls. Close it when done.
        """
        import httpx2

        def to_broker(request: "httpx2.Request", where: str) -> "httpx2.Request":
            line = self._keeper.line()
            ticket = _ticket(line, where, purpose, carries, wait_s=read_s, connect_s=connect_s)
            return _to_broker(request, line, {**ticket, **(PREVIEW if self._only_looks else {})})

        return httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            transport=_transport(_path(self._keeper.line()), to_broker, only_looks=self._only_looks),
            timeout=httpx2.Timeout(read_s + 2 * connect_s, connect=CONNECT_S),
        )

    def talk(
        self, url: str, purpose: Purpose, carries: tuple[Category, ...], *, wait_s: float = READ_S
    ) -> "Talk":
        """A conversation both ways with `url` (http or https: the broker speaks TLS). Problems are those of
        `guard.talk`; it ends after `wait_s` seconds in which nobody says anything."""
        from extrabrain.guard.talk import open_talk

        where, line = origin(url), self._keeper.line()
        ticket = _ticket(line, where, purpose, carries, wait_s=wait_s)
        shown = {**ticket, **(PREVIEW if self._only_looks else {})}
        split = urlsplit(url)
        target = f"{split.path or '/'}?{split.query}" if split.query else split.path or "/"
        return open_talk(line, target, where, shown, CONNECT_S + wait_s)

    def preview(
        self,
        url: str,
        purpose: Purpose,
        carries: tuple[Category, ...],
        headers: Mapping[str, str],
        body: bytes,
    ) -> bytes:
        """The very bytes that a POST of `body` would send, the key left out, as the broker would make them.

        Nothing is sent, so it also answers for what is not allowed yet.
        """
        import httpx2

        where = origin(url)
        line = self._keeper.line()
        ticket = {**_ticket(line, where, purpose, carries), **PREVIEW}
        request = self._client.build_request("POST", httpx2.URL(url), headers=headers, content=body)
        try:
            response = self._client.send(_to_broker(request, line, ticket))
        except httpx2.TransportError as error:
            raise failure("broke-off", "the broker") from error
        _raise_if_said(response, where)
        return response.content

    def ask_broker(self, what: str, *, wait_s: float = 60.0) -> Any:
        """An errand of the broker itself, see `guard.broker.desk`; `Unreachable` where there is no broker."""
        import httpx2

        line = self._keeper.line()
        request = self._client.build_request("GET", f"http://broker/-/{what}", timeout=wait_s)
        try:
            return self._client.send(_to_broker(request, line, {"x-extrabrain-token": line.token})).json()
        except (httpx2.TransportError, ValueError) as error:
            raise failure("broke-off", "the broker") from error

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()
            del self.__dict__["_client"]


def _ticket(
    line: Line,
    where: str,
    purpose: Purpose,
    carries: tuple[Category, ...],
    *,
    wait_s: float = READ_S,
    connect_s: float = CONNECT_S,
) -> dict[str, str]:
    """What a request says to the broker of itself; the broker keeps all of it back."""
    return {
        "x-extrabrain-token": line.token,
        "x-extrabrain-origin": where,
        "x-extrabrain-purpose": purpose,
        "x-extrabrain-carries": ",".join(carries),
        "x-extrabrain-wait-ms": str(int(wait_s * 1000)),
        "x-extrabrain-connect-ms": str(int(connect_s * 1000)),
    }


def _trusting_nobody() -> "ssl.SSLContext":
    """For the way to the broker, which is in the clear: a Unix socket, or loopback with a secret.

    It is the broker that speaks TLS and checks certificates (`broker.dial`). So none are read here, which
    would take 45 ms, and if a library ever tried TLS on this way it would fail.
    """
    import ssl

    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _path(line: Line) -> str | None:
    return None if line.path is None else str(line.path)


def _to_broker(request: "httpx2.Request", line: Line, ticket: Mapping[str, str]) -> "httpx2.Request":
    """The same request, in the clear, as the broker takes it: it is the one that speaks TLS."""
    url = request.url.copy_with(scheme="http")
    request.url = url.copy_with(host="127.0.0.1", port=line.port) if line.port else url
    request.headers.update(ticket)
    return request


def _transport(
    uds: str | None, to_broker: "Callable[[httpx2.Request, str], httpx2.Request]", *, only_looks: bool
) -> "httpx2.AsyncBaseTransport":
    import httpx2

    class ThroughBroker(httpx2.AsyncBaseTransport):
        def __init__(self) -> None:
            self._inner = httpx2.AsyncHTTPTransport(uds=uds, trust_env=False, verify=_trusting_nobody())

        async def handle_async_request(self, request: "httpx2.Request") -> "httpx2.Response":
            where = origin(str(request.url))
            body = await request.aread()
            framing = (b"transfer-encoding", b"content-length")  # the body is whole: its length is known
            headers = [(k, v) for k, v in request.headers.raw if k.lower() not in framing]
            sent = httpx2.Request(
                request.method, request.url, headers=headers, content=body, extensions=request.extensions
            )
            try:
                response = await self._inner.handle_async_request(to_broker(sent, where))
            except httpx2.TransportError as error:
                raise failure("broke-off", where) from error
            try:
                _raise_if_said(response, where)
                if only_looks:
                    raise Shown(await response.aread())
            except BaseException:
                await response.aclose()
                raise
            return response

        async def aclose(self) -> None:
            await self._inner.aclose()

    return ThroughBroker()


def _raise_if_said(response: "httpx2.Response", where: str) -> None:
    said = response.headers.get(SAID)
    if said is not None:
        raise failure(said, where)


def _chunks(where: str, response: "httpx2.Response") -> Iterator[bytes]:
    import httpx2

    try:
        yield from response.iter_bytes(1 << 18)
    except (httpx2.TransportError, httpx2.DecodingError) as error:
        raise failure("broke-off", where) from error
