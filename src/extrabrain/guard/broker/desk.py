"""What every exchange of a broker shares: the policy as it is now, the ledger, the keys, its own errands."""

import hmac
import json
import webbrowser
from functools import cached_property
from typing import TYPE_CHECKING

from extrabrain.core.egress import Egress
from extrabrain.core.errors import Problem
from extrabrain.guard.charter import Charter
from extrabrain.guard.ledger import Ledger, keep_anchor
from extrabrain.guard.policy import Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.provider_keys import ProviderKeys
from extrabrain.guard.providers import Provider

if TYPE_CHECKING:
    from extrabrain.guard.broker.perch import Perch


class Desk:
    """Safe to share between threads."""

    def __init__(self, charter: Charter, token: str, keys: ProviderKeys | None = None) -> None:
        self.places = charter.places
        self._charter = charter
        self._token = token
        self._keys = keys or ProviderKeys()
        self._policy = PolicyFile(charter.policy)

    def knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._token.encode())

    def policy(self) -> Policy:
        return self._policy.read()

    def key_of(self, provider: Provider | None) -> tuple[str, str] | None:
        """The header that carries the provider's key; none for places that have none."""
        secret = self._keys.read(provider.name) if provider else None
        return (provider.key_header, provider.key_prefix + secret) if provider and secret else None

    def tell(self, entry: Egress) -> bool:
        """Whether the ledger has it. What it has not, must not leave."""
        try:
            self._ledger.append(entry)
        except Problem:
            return False
        return True

    @cached_property
    def _ledger(self) -> Ledger:
        from extrabrain.guard.ledger_key import ledger

        return ledger(self._charter)

    def errand(self, target: str) -> bytes:
        """What the broker itself can do: `/-/ping`, `/-/open?PATH`, and its part in the self-test."""
        what, _, rest = target.removeprefix("/-/").partition("?")
        match what:
            case "ping":
                return _answer({})
            case "open":
                return _answer({"opened": self._open(rest)})
            case "canary" | "plant" | "heard":
                return _answer(self._outside.say(what, rest))
            case _:
                return _answer(None, 404)

    def _open(self, path: str) -> bool:
        """The page's own address in the user's browser, which must not be a child of the jailed app."""
        port = self._charter.page_port
        return bool(port) and webbrowser.open(f"http://127.0.0.1:{port}/{path.lstrip('/')}")

    @cached_property
    def _outside(self) -> "Perch":
        from extrabrain.guard.broker.perch import Perch

        return Perch()

    def close(self) -> None:
        from extrabrain.guard.keychain import system_keychain
        from extrabrain.guard.ledger_key import head_file

        if "_ledger" in self.__dict__:
            keep_anchor(head_file(self._charter), system_keychain())


def _answer(data: object, status: int = 200) -> bytes:
    body = json.dumps(data).encode()
    head = f"HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    return head.encode() + b"connection: close\r\n\r\n" + body
