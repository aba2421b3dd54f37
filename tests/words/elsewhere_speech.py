"""Hosted speech that counts as another machine: the fake at an address that we do not call ours."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fake_deepgram import FakeDeepgram

from extrabrain.guard.policy import Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider


@contextmanager
def speech_elsewhere(home: Path) -> Iterator[FakeDeepgram]:
    """Running, and named by the settings of `home` as who hears; nothing is allowed yet."""
    fake = FakeDeepgram("127.0.0.2")
    PolicyFile(home / "policy.json").write(Policy(own=(Provider("lab", "The Lab", fake.url),)))
    (home / "settings.json").write_text(json.dumps({"speech_provider": "lab"}))
    try:
        yield fake
    finally:
        fake.close()
