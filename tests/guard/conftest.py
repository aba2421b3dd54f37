"""Sites on this machine, and a broker that may fetch model files from the first of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import Broker, Site, broker_for


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()
    yield served
    served.close()


@pytest.fixture
def other() -> Iterator[Site]:
    served = Site()
    yield served
    served.close()


@pytest.fixture
def broker(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    monkeypatch.setenv("EXTRABRAIN_KEYCHAIN", "off")
    with broker_for(tmp_path, site.url) as made:
        yield made
