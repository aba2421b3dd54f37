"""The fake APIs, and a door whose policy lets it speak to them."""

from collections.abc import Iterator

import pytest
from fake_apis import FakeApis

from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.guard.policy import Policy, origin
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider


@pytest.fixture(scope="session")
def apis() -> Iterator[FakeApis]:
    fake = FakeApis()
    yield fake
    fake.close()


@pytest.fixture(scope="session")
def fake_provider(apis: FakeApis) -> Provider:
    return Provider("fake", "The fake", origin(apis.url))


@pytest.fixture(scope="session")
def door(fake_provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("door")
    keeper = Keeper(Charter(home / "home", home / "key"))
    PolicyFile(keeper.charter.policy).write(Policy(own=(fake_provider,)))
    made = Door(keeper)
    yield made
    made.close()
    keeper.close()
