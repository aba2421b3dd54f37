"""The one door out: every request to another machine passes here, is judged, and is told to the ledger.

No proxy variables, no cookies, no stored credentials; redirects are followed only to where the rules allow.
`SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured, for networks with a certificate authority of their own.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from extrabrain.core.egress import Category, Egress, Posture, Purpose, Verdict
from extrabrain.guard.failures import Refused, Unreachable
from extrabrain.guard.policy import Rules, judge, origin, package_index, rules

if TYPE_CHECKING:
    import httpx2

MAX_HOPS = 5
CONNECT_S = 10.0
READ_S = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer being read. `headers` have lower-case names; `chunks` may raise `Unreachable`."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


class Door:
    """Requests under one set of rules. `on_egress` hears of each before it is sent, refused ones too."""

    def __init__(
        self,
        posture: Posture,
        *,
        index: str | None = None,
        given: Rules | None = None,
        on_egress: Callable[[Egress], None] = lambda _: None,
        read_s: float = READ_S,
    ) -> None:
        self.index = (index or package_index()).rstrip("/")
        self._rules = given or rules(posture, self.index)
        self._on_egress = on_egress
        self._read_s = read_s

    @cached_property
    def _client(self) -> "httpx2.Client":
        import httpx2

        return httpx2.Client(
            trust_env=False,
            follow_redirects=False,
            verify=httpx2.create_ssl_context(trust_env=True),
            timeout=httpx2.Timeout(self._read_s, connect=CONNECT_S),
        )

    @contextmanager
    def stream(
        self,
        url: str,
        purpose: Purpose,
        carries: tuple[Category, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Generator[Reply]:
        """A GET of `url`. Any status is given back as it is; `Refused` or `Unreachable` if there is none."""
        for _ in range(MAX_HOPS):
            with self._one(url, purpose, carries, headers or {}) as reply:
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
        where = origin(url)
        verdict = judge(self._rules, where, purpose, carries)
        if verdict == "refused":
            self._tell(where, purpose, carries, 0, verdict)
            raise Refused(
                f"{where} is not a place that this app may fetch {purpose} from.",
                next_step="If it is your own package mirror, name it in EXTRABRAIN_PYPI.",
            )
        import httpx2

        self._client.cookies.clear()
        request = self._client.build_request(
            "GET",
            url,
            headers={"User-Agent": "extrabrain", "Accept-Encoding": "identity", **headers},
        )
        self._tell(where, purpose, carries, _wire_bytes(request), verdict)
        try:
            response = self._client.send(request, stream=True)
        except httpx2.TransportError as error:
            raise _unreachable(where, error) from error
        try:
            yield Reply(response.status_code, dict(response.headers.items()), _chunks(where, response))
        finally:
            response.close()

    def _tell(
        self, where: str, purpose: Purpose, carries: tuple[Category, ...], bytes_out: int, verdict: Verdict
    ) -> None:
        self._on_egress(Egress(where.partition("://")[2], purpose, carries, bytes_out, verdict))

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()


def _chunks(where: str, response: "httpx2.Response") -> Iterator[bytes]:
    import httpx2

    try:
        yield from response.iter_bytes(1 << 18)
    except (httpx2.TransportError, httpx2.DecodingError) as error:
        raise _unreachable(where, error) from error


def _wire_bytes(request: "httpx2.Request") -> int:
    """Bytes of the request head; a GET has no body."""
    line = len(b"GET  HTTP/1.1\r\n") + len(request.url.raw_path)
    return line + sum(len(name) + len(value) + 4 for name, value in request.headers.raw) + 2


def _unreachable(where: str, error: Exception) -> Unreachable:
    import httpx2

    where = where.partition("://")[2].removesuffix(":443")
    said = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return Unreachable(
            f"The certificate of {where} is not trusted by this machine.",
            next_step="If your network has its own certificate authority, name its file in SSL_CERT_FILE.",
        )
    if isinstance(error, httpx2.TimeoutException):
        what = f"{where} did not answer in time."
    elif isinstance(error, httpx2.ConnectError):
        what = f"{where} cannot be reached."
    else:
        what = f"The connection to {where} broke off."
    return Unreachable(
        what, next_step="Check the network connection and try again; what was fetched so far is kept."
    )
