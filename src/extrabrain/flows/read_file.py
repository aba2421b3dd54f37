"""A file's texts: read by the reader of its format, or heard where it is sound."""

from collections.abc import Callable
from pathlib import Path

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.flows.transcribe import Progress, Transcriber
from extrabrain.library.apart import Apart
from extrabrain.library.readers import table
from extrabrain.library.reading import Reading
from extrabrain.library.talk import Said, talk

Hear = Callable[[], Transcriber]
"""Gives the transcriber, and raises a `Problem` while its models are not here."""


class FileReader:
    """Callable with a path; holds the process of the readers that run apart. `close` it when done."""

    def __init__(self, hear: Hear | None = None, *, heard: Callable[[Progress], None] | None = None) -> None:
        self._hear = hear
        self._heard = heard
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
        """The texts of a file that is here as bytes."""
        if table.ending(name) in table.SOUND:
            raise Unsupported(
                f"{name} is a recording, which is heard from a file.",
                next_step="Bring it with `extrabrain import`, or answer a question with it on its page.",
            )
        if not data:
            raise Problem(f"{name} is empty.", next_step="Check that it is the right file.")
        reader = table.READERS.get(table.ending(name))
        return (self._apart.read if reader is not None and reader.apart else table.read)(data, name)

    def close(self) -> None:
        self._apart.close()

    def _listen(self, path: Path) -> Reading:
        if self._hear is None:
            raise Unsupported(f"{path.name} is a recording.", next_step="Transcribe it first.")
        result = self._hear().transcribe(path, self._heard)
        if not result.text:
            notice = result.notices[-1]
            raise Problem(notice.what, next_step=notice.next_step)
        return talk((Said(s.speaker or "", s.text) for s in result.segments), path.stem)
