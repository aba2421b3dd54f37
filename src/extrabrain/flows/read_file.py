"""A file's texts: read by the reader of its format, or heard where it is sound."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.flows import transcribe
from extrabrain.flows.bring_report import Progress
from extrabrain.flows.transcribe import Recording, Transcriber
from extrabrain.guard.sealed import SealedFile, SealWriter
from extrabrain.library.apart import Apart
from extrabrain.library.readers import table
from extrabrain.library.reading import Reading
from extrabrain.library.talk import Said, talk

Hear = Callable[[], Transcriber]
"""Gives the transcriber, and raises a `Problem` while its models are not here."""


class FileReader:
    """Callable with a path; holds the process of the readers that run apart. `close` it when done.

    While a recording is heard, `told` hears how far it is and `stopped` is asked, about once for each second
    of it.
    """

    def __init__(
        self,
        hear: Hear | None = None,
        *,
        told: Callable[[Progress], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._hear = hear
        self._told = told
        self._stopped = stopped
        self._apart = Apart()

    def __call__(self, path: Path) -> list[Reading]:
        """Raises nothing but a `Problem`."""
        if table.ending(path.name) in table.SOUND:
            return [self._listen(path)]
        reader = table.READERS.get(table.ending(path.name))
        if reader is None:
            raise table.unsupported(path.name)
        try:
            with path.open("rb") as file:
                data = file.read(reader.most + 1)
        except OSError as error:
            why = (error.strerror or "it cannot be opened").lower()
            raise Problem(f"{path.name}: {why}.", next_step="Check that you may read it.") from error
        return self.read(data, path.name)

    def read(self, data: bytes, name: str) -> list[Reading]:
        """The texts of a file that is here as bytes. A recording lies sealed on disk while it is heard."""
        if not data:
            raise Problem(f"{name} is empty.", next_step="Check that it is the right file.")
        if table.ending(name) in table.SOUND:
            with tempfile.TemporaryDirectory(prefix="extrabrain-") as folder:
                sealed = SealedFile.fresh(Path(folder) / "recording", name)
                with sealed.path.open("xb") as out, SealWriter(out, sealed.key) as writer:
                    writer.write(data)
                return [self._listen(sealed)]
        reader = table.READERS.get(table.ending(name))
        return (self._apart.read if reader is not None and reader.apart else table.read)(data, name)

    def close(self) -> None:
        self._apart.close()

    def _listen(self, path: Recording) -> Reading:
        if self._hear is None:
            raise Unsupported(f"{path.name} is a recording.", next_step="Transcribe it first.")

        def heard(so_far: transcribe.Progress) -> None:
            if self._stopped():
                raise Problem(f"{path.name} was not heard to its end.", next_step="Bring it again.")
            total = round(so_far.done_ms / so_far.fraction / 1000) if so_far.fraction else 0
            self._told(Progress("hearing", so_far.done_ms // 1000, total, so_far.seconds_left, path.name))

        result = self._hear().transcribe(path, heard)
        if not result.text:
            notice = result.notices[-1]
            raise Problem(notice.what, next_step=notice.next_step)
        return talk((Said(s.speaker or "", s.text) for s in result.segments), Path(path.name).stem)
