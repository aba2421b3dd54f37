"""What a broker is told when it starts: where policy and ledger lie, and which places serve model files."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from extrabrain.guard.policy import PUBLIC_INDEX, WEIGHT_ORIGINS, WeightPlaces, origin, package_index


@dataclass(frozen=True, slots=True)
class Charter:
    """`home` holds `policy.json`, `agreed.json` and `ledger.jsonl`; `outside` the ledger's key and head.

    `index` is the package index or the user's mirror of it; `page_port` the port of the app's page, which is
    the only address that a broker opens in a browser (0: none).
    """

    home: Path
    outside: Path
    index: str = PUBLIC_INDEX
    page_port: int = 0

    @property
    def policy(self) -> Path:
        return self.home / "policy.json"

    @property
    def agreed(self) -> Path:
        return self.home / "agreed.json"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger.jsonl"

    @property
    def places(self) -> WeightPlaces:
        index = origin(self.index)
        return WeightPlaces(mirror="" if index in WEIGHT_ORIGINS else index)

    def to_json(self) -> str:
        return json.dumps([os.fspath(self.home), os.fspath(self.outside), self.index, self.page_port])


def charter_from_json(text: str) -> Charter:
    home, outside, index, page_port = json.loads(text)
    return Charter(Path(home), Path(outside), str(index), int(page_port))


def charter(home: Path, outside: Path, *, page_port: int = 0) -> Charter:
    """With the package index that the environment names."""
    return Charter(home, outside, package_index().rstrip("/"), page_port)
