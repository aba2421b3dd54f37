"""What hears the user: the speech engine and the microphone that were chosen, each loaded on first use."""

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.app.first_send import Agreed
    from extrabrain.flows.listen import Listening, Publish
    from extrabrain.flows.practice import Attempt
    from extrabrain.flows.speak import Before, Speaking
    from extrabrain.sound.capture_device import Microphone
    from extrabrain.sound.vad import SileroVad
    from extrabrain.words.engine import Engine


class Speech:
    """Thread-safe. Holds nothing of the record, so it outlives a lock."""

    def __init__(self, bench: "Workbench") -> None:
        self._bench = bench
        self._engines: dict[str, Engine] = {}
        self._lock = Lock()

    def engine(self, name: str | None = None) -> "Engine":
        """A speech engine by name; the user's own choice where none is given. One at a provider only with the
        user's consent, which may have been taken back since."""
        from extrabrain.app.speech_engine import check_engine, load_engine
        from extrabrain.words.engines import entry

        wanted = name or self._bench.settings.engine
        if entry(wanted).provider:
            check_engine(self._bench, wanted)
        with self._lock:
            if wanted not in self._engines:
                self._engines[wanted] = load_engine(self._bench, wanted)
            return self._engines[wanted]

    def vad(self) -> "SileroVad":
        """A fresh voice activity detector; each stream of audio needs its own."""
        from extrabrain.sound.vad import SileroVad

        return SileroVad(self._bench.weights.path("silero-vad") / "silero_vad.onnx")

    def speaking(
        self, attempt: "Attempt", before: "Before | None" = None, *, engine_name: str | None = None
    ) -> "Speaking":
        """A live session for an attempt, or the rest of one that was cut off; loads the engine on first use.

        `Conflict` if another process is recording it.
        """
        from extrabrain.coach.pulse import PulseMachine
        from extrabrain.flows.listen import Listening
        from extrabrain.flows.permit import need
        from extrabrain.flows.speak import Speaking
        from extrabrain.sound.spool import Spool

        need(attempt.session, "transcription")
        engine, vad = self.engine(engine_name), self.vad()
        spool = Spool(self._bench.practice.spool_path(attempt.session_id), attempt.audio_key)

        def listening(publish: "Publish") -> "Listening":
            return Listening(spool, vad, engine, publish, before=before.transcript if before else None)

        pulse = PulseMachine(attempt.question) if attempt.question else None
        return Speaking(attempt, self._bench.practice, listening, pulse, before)

    def choose_engine(self, name: str, agreed: "Agreed | None" = None) -> None:
        """Kept in the settings. Problems are those of `app.speech_engine`."""
        from extrabrain.app.speech_engine import check_engine

        check_engine(self._bench, name, agreed)
        self._bench.change_settings(engine=name)

    def missing_models(self) -> tuple[str, ...]:
        """What speaking needs and is not here: the starter set, with the model of the chosen engine in it."""
        from extrabrain.app.speech_engine import missing_models

        return missing_models(self._bench.weights, self._bench.settings.engine)

    def choose_microphone(self, source: str, device: str) -> None:
        """Kept in the settings. Problems are those of `app.microphone`."""
        from extrabrain.app.microphone import check_microphone

        check_microphone(source, device)
        self._bench.change_settings(microphone=source, device=device)

    def own_microphone(self) -> "Microphone | None":
        """This computer's microphone, open, where the settings say that the app itself listens."""
        if self._bench.settings.microphone != "computer":
            return None
        from extrabrain.sound.capture_device import Microphone

        microphone = Microphone(self._bench.settings.device or None)
        microphone.open()
        return microphone

    def forget_models(self) -> None:
        """After models came or went: engines whose model is gone are let go."""
        from extrabrain.app.speech_engine import usable

        with self._lock:
            for name in list(self._engines):
                if not usable(self._bench.weights, name):
                    del self._engines[name]
