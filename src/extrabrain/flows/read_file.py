"""A file's texts: read by the reader of its format, heard where it is sound, seen where it is a picture."""

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.core.picture import PictureText
from extrabrain.flows import transcribe
from extrabrain.flows.bring_report import Progress
from extrabrain.flows.transcribe import Recording, Transcriber
from extrabrain.guard.sealed import SealedFile, SealWriter
from extrabrain.library.apart import Apart
from extrabrain.library.readers import table
from extrabrain.library.reading import NoDocument, Reading
from extrabrain.library.scan import filled
from extrabrain.library.talk import Said, talk

Hear = Callable[[], Transcriber]
"""Gives the transcriber, and raises a `Problem` while its models are not here."""


See = Callable[[bytes, str], PictureText]
"""Reads a picture, given as bytes and a name. `Unsupported` while what it needs is not here."""

MOST_PICTURE_BYTES = 80_000_000


class FileReader:
    """Callable with a path; holds the process of the readers that run apart. `close` it when done.

    While a recording is heard, `told` hears how far it is and `stopped` is asked, about once for each second
    of it.
    """

    def __init__(
        self,
        hear: Hear | None = None,
        see: See | None = None,
        *,
        told: Callable[[Progress], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._hear = hear
        self._see = see
        self._told = told
        self._stopped = stopped
        self._apart = Apart()

    def __call__(self, path: Path) -> list[Reading]:
        """Raises nothing but a `Problem`."""
        if table.ending(path.name) in table.SOUND:
            return [self._listen(path)]
        reader = table.READERS.get(table.ending(path.name))
        if reader is None and table.ending(path.name) not in table.IMAGES:
            raise table.unsupported(path.name)
        most = MOST_PICTURE_BYTES if reader is None else reader.most
        try:
            with path.open("rb") as file:
                data = file.read(most + 1)
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
        if table.ending(name) in table.IMAGES:
            return [self._look(data, name)]
        reader = table.READERS.get(table.ending(name))
        found = (self._apart.read if reader is not None and reader.apart else table.read)(data, name)
        return [self._pages(one, data, name) if one.bare_pages else one for one in found]

    def close(self) -> None:
        self._apart.close()

    def _look(self, data: bytes, name: str) -> Reading:
        """A picture's text. A folder's pictures are no failure where nothing here can read them."""
        if self._see is None:
            raise NoDocument(f"{name} is a picture.", next_step="Copy its text into a text file.")
        try:
            text = self._see(data, name).text
        except Unsupported as problem:
            raise NoDocument(f"{name}: {problem.what}", next_step=problem.next_step) from problem
        if not any(c.isalnum() for c in text):
            raise Problem(f"{name} shows no text.", next_step="Check that it is the right picture.")
        return Reading(text, PurePath(name).stem, kind="screenshot")

    def _pages(self, reading: Reading, data: bytes, name: str) -> Reading:
        """A scan's pages, each read as a picture; where none can be, the scan is refused by name."""
        texts: dict[int, str] = {}
        why: Problem = Unsupported(f"{name} is a scan: its pages are pictures without text.")
        for number in reading.bare_pages if self._see is not None else ():
            try:
                assert self._see is not None
                picture = self._apart.picture_of(data, name, number)
                texts[number] = self._see(picture, f"Page {number} of {name}").text
            except Unsupported as problem:  # and so it is for every other page
                why = Unsupported(f"{name} is a scan. {problem.what}", next_step=problem.next_step)
                break
            except Problem as problem:
                why = problem
        left = [number for number in reading.bare_pages if number not in texts]
        made = filled(reading, texts, (_unread(left, why),) if left else ())
        if not any(c.isalnum() for c in made.text):
            raise why
        return made

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


def _unread(pages: list[int], why: Problem) -> str:
    named = ", ".join(map(str, pages[:10])) + (" and more" if len(pages) > 10 else "")
    return f"Pages {named} are pictures; their text was not read. {why.next_step}".strip()
