"""The parts that read, search and ask the user's documents; let go of when the store is closed."""

from threading import Lock
from typing import TYPE_CHECKING

from extrabrain.app.part import Part
from extrabrain.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from extrabrain.advice.provider import Provider
    from extrabrain.app.build import Workbench
    from extrabrain.core.advice import Material
    from extrabrain.core.profile import Profile
    from extrabrain.flows.ask import Asker
    from extrabrain.flows.bring_report import Progress
    from extrabrain.flows.find import Finder
    from extrabrain.flows.profiles import Profiles
    from extrabrain.flows.read_file import FileReader
    from extrabrain.flows.transcribe import Transcriber
    from extrabrain.screen.apart import PictureReader

MOST_MATERIALS = 5


class Workspace:
    """Thread-safe."""

    def __init__(self, bench: "Workbench") -> None:
        self._bench = bench
        self._finder: Finder | None = None
        self._lock = Lock()

    def finder(self) -> "Finder":
        """Search, by meaning too where the model is here."""
        embedder = self._bench.embedder()
        with self._lock:
            if self._finder is None or self._finder.embedder is not embedder:
                from extrabrain.flows.find import Finder

                self._finder = Finder(self._bench.store, embedder)
            return self._finder

    @Part
    def pictures(self) -> "PictureReader":
        """Reads text in pictures, in a process of its own; its networks are looked for on first use."""
        from extrabrain.app.screen_reader import networks
        from extrabrain.screen.apart import PictureReader

        return PictureReader(lambda: networks(self._bench.weights))

    @Part
    def profiles(self) -> "Profiles":
        from extrabrain.flows.profiles import Profiles

        return Profiles(lambda: self._bench.store)

    def profile(self, profile_id: str | None = None) -> "Profile | None":
        """By id, else the chosen one; `none` and no choice give none."""
        wanted = self._bench.settings.profile if profile_id is None else profile_id
        return None if wanted in ("", "none") else self.profiles.get(wanted)

    def choose_profile(self, profile_id: str) -> str:
        """Kept in the settings; `none` takes the choice back. `NotFound` where there is none of that id."""
        chosen = self.profile(profile_id)
        self._bench.change_settings(profile=chosen.profile_id if chosen else "")
        return self._bench.settings.profile

    def remove_profile(self, profile_id: str) -> None:
        """One of the user's own; a choice of it is taken back."""
        self.profiles.remove(profile_id)
        if self._bench.settings.profile == profile_id:
            self._bench.change_settings(profile="")

    def close(self) -> None:
        if "pictures" in self.__dict__:
            self.pictures.close()

    def asker(self, engine: "Provider | None" = None) -> "Asker":
        """Answers in the engine's words, where one is given, else in those of the documents."""
        from extrabrain.flows.ask import Asker

        if engine is None:
            return Asker(self._bench.store, self.finder())
        from extrabrain.flows.ask_model import AnswerModel

        return Asker(self._bench.store, self.finder(), AnswerModel(engine))

    def materials(self, query: str) -> "list[Material]":
        """The passages of the user's documents that bear on it most, for a language model to draw on."""
        from extrabrain.flows.ask_model import material

        hits = self.finder().search(query, most=MOST_MATERIALS, by_document=False)
        return [material(hit) for hit in hits]

    def reader(
        self, told: "Callable[[Progress], None] | None" = None, stopped: "Callable[[], bool] | None" = None
    ) -> "FileReader":
        """Reads files of all kinds, recordings with the user's engine; close it when done."""
        from extrabrain.flows.read_file import FileReader

        return FileReader(
            self.transcriber,
            self.pictures.read,
            told=told or (lambda _: None),
            stopped=stopped or (lambda: False),
        )

    def transcriber(self) -> "Transcriber":
        """`Conflict` while the speech models are not here."""
        from extrabrain.flows.transcribe import Transcriber

        if missing := self._bench.speech.missing_models():
            raise Conflict(
                f"The speech models are not here yet: {', '.join(missing)}.",
                next_step="Fetch them with `extrabrain models pull`, or in Settings.",
            )
        return Transcriber(self._bench.speech.vad(), self._bench.speech.engine())
