"""The models folder: what is in it, pulling more, taking away. Layout: `<folder>/<model id>/<file name>`."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from extrabrain.core.errors import NotFound
from extrabrain.guard.door import Door
from extrabrain.weights.assemble import PARCELS, Assembler
from extrabrain.weights.catalogue import STARTER, Entry, catalogue, download_bytes, entry, room_needed
from extrabrain.weights.disk import disk_words, need_room
from extrabrain.weights.fetch import Fetcher, WrongFile
from extrabrain.weights.lock import only_one
from extrabrain.weights.progress import Meter, Tell
from extrabrain.weights.verify import STAMP, is_right, is_stamped, stamp

State = Literal["ready", "partial", "absent"]


class Weights:
    """Safe to share between threads and processes: one pull per model at a time."""

    def __init__(
        self,
        folder: Path,
        door: Door,
        *,
        entries: Iterable[Entry] | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.folder = folder
        self.entries = tuple(entries) if entries is not None else catalogue()
        self._door = door
        self._fetcher = fetcher or Fetcher(door)

    def entry(self, model_id: str) -> Entry:
        """`NotFound` where the catalogue has no such model."""
        return entry(model_id, self.entries)

    def ready(self, model_id: str) -> bool:
        """Whether all its files are here and were found right. Cheap: reads no model file."""
        return is_stamped(self.folder / model_id, self.entry(model_id))

    def state(self, model_id: str) -> State:
        if self.ready(model_id):
            return "ready"
        held = self.folder / model_id
        return "partial" if held.is_dir() and any(held.iterdir()) else "absent"

    def path(self, model_id: str) -> Path:
        """The folder of a model that is ready; `NotFound` where it is not."""
        if not self.ready(model_id):
            raise NotFound(
                f"The model {model_id} is not on this machine.",
                next_step=f"Fetch it: extrabrain models pull {model_id}",
            )
        return self.folder / model_id

    def starter(self) -> tuple[str, ...]:
        """What the first start needs."""
        return STARTER

    def missing_starter(self) -> tuple[str, ...]:
        return tuple(model_id for model_id in STARTER if not self.ready(model_id))

    def download_bytes(self, model_ids: Iterable[str]) -> int:
        """What pulling these would fetch at most, for those that are not ready."""
        return sum(self.entry(m).download_bytes for m in model_ids if not self.ready(m))

    def pull(self, model_id: str, tell: Tell | None = None) -> Path:
        """Fetches what is missing of a model and gives its folder. One that broke off goes on where it was.

        Files that are already there are kept if their hash is right. While another process pulls the same
        model this waits for it. Problems: no room, no network, wrong hash, each with its next step. An
        exception raised by `tell`, or Ctrl-C, stops it and keeps what was fetched.
        """
        wanted = self.entry(model_id)
        held = self.folder / model_id
        if is_stamped(held, wanted):
            return held
        meter = Meter(model_id, wanted.download_bytes, tell)
        with disk_words(self.folder), only_one(self._lock(model_id), lambda: meter.doing("waiting")):
            if not is_stamped(held, wanted):
                held.mkdir(parents=True, exist_ok=True)
                self._complete(wanted, held, meter)
        meter.replan(meter.done_bytes)
        meter.doing("done")
        return held

    def _complete(self, wanted: Entry, held: Path, meter: Meter) -> None:
        meter.doing("checking")
        missing = [file for file in wanted.files if not is_right(held / file.name, file)]
        meter.replan(download_bytes(missing))
        have = sum(path.stat().st_size for path in held.rglob("*") if path.is_file())
        here = sum(file.size_bytes for file in wanted.files if file not in missing)
        need_room(self.folder, max(0, room_needed(missing) - (have - here)))
        meter.doing("fetching")
        assembler = Assembler(held, self._door, self._fetcher, meter)
        for file in missing:
            assembler.assemble(file)
        stamp(held, wanted)
        shutil.rmtree(held / PARCELS, ignore_errors=True)

    def verify(self, model_id: str) -> Path:
        """Reads and hashes every file; `NotFound` if one is missing, `WrongFile` if one is not right."""
        wanted = self.entry(model_id)
        held = self.folder / model_id
        with disk_words(held):
            for file in wanted.files:
                if not (held / file.name).exists():
                    raise NotFound(
                        f"{file.name} of {model_id} is missing.",
                        next_step=f"Fetch it: extrabrain models pull {model_id}",
                    )
                if not is_right(held / file.name, file):
                    (held / STAMP).unlink(missing_ok=True)
                    raise WrongFile(
                        f"{held / file.name} is not the file it should be (its SHA-256 is wrong).",
                        next_step=f"Fetch it anew: extrabrain models pull {model_id}",
                    )
            stamp(held, wanted)
        return held

    def remove(self, model_id: str) -> int:
        """Deletes the model's folder and gives the bytes freed; `NotFound` where there is none."""
        self.entry(model_id)
        held = self.folder / model_id
        if not held.is_dir():
            raise NotFound(f"The model {model_id} is not on this machine.")
        with disk_words(held), only_one(self._lock(model_id), lambda: None):
            freed = sum(path.stat().st_size for path in held.rglob("*") if path.is_file())
            shutil.rmtree(held)
        return freed

    def _lock(self, model_id: str) -> Path:
        return self.folder / ".locks" / f"{model_id}.lock"
