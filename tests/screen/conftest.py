"""The networks that read pictures, from the extra that the tests install."""

from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def networks() -> Path:
    found = find_spec("rapidocr")
    assert found is not None and found.submodule_search_locations is not None
    return Path(next(iter(found.submodule_search_locations))) / "models"
