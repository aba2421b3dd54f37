"""A provider that counts as another machine: an address of the loopback network that we do not call ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fake_apis import FakeApis

from extrabrain.guard.policy import Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider

HOST = "127.0.0.2"


@contextmanager
def elsewhere(home: Path) -> Iterator[FakeApis]:
    """Running, and known to the policy of `home` as the user's own provider `lab`; nothing is allowed yet."""
    apis = FakeApis(HOST)
    PolicyFile(home / "policy.json").write(Policy(own=(Provider("lab", "The Lab", apis.url),)))
    try:
        yield apis
    finally:
        apis.close()
