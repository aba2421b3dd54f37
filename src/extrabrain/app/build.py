"""The workbench: picks the implementations and hands them out, each made when it is first asked for."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import Lock, RLock
from typing import TYPE_CHECKING

from extrabrain.app.part import Part
from extrabrain.app.passphrase import from_file_or_terminal
from extrabrain.app.places import Places, places
from extrabrain.app.speech import Speech
from extrabrain.app.workspace import Workspace

if TYPE_CHECKING:  # each part is imported when it is first asked for, so that small commands stay quick
    from extrabrain.app.consent import Consent
    from extrabrain.app.fence import Fence
    from extrabrain.app.minds import Minds
    from extrabrain.app.settings import Settings
    from extrabrain.app.vault import Ask, Vault
    from extrabrain.coach.coach import Coach
    from extrabrain.flows.bank import Bank
    from extrabrain.flows.practice import Practice
    from extrabrain.flows.study import Study
    from extrabrain.guard.door import Door
    from extrabrain.library.embed import MiniLM
    from extrabrain.record.db import Store
    from extrabrain.weights.store import Weights


_KEPT = ("places", "settings", "weights", "vault", "fence", "door", "consent", "speech")
"""What a locked workbench goes on with; every other part may hold something of the record."""


class Workbench:
    """One per process. Thread-safe for the heavy parts; `close` it when done, then `leave`.

    `ask` gives the passphrase of a vault that nobody has unlocked; `fence` is from `app.fence`.
    """

    def __init__(self, where: Places, ask: "Ask" = lambda: None, *, fence: "Fence | None" = None) -> None:
        self.places = where
        self._ask = ask
        self._fence = fence
        self.speech = Speech(self)
        self._lock = Lock()
        self._opening = RLock()
        self._store: Store | None = None
        self._told: list[Callable[[], None]] = []

    @Part
    def settings(self) -> "Settings":
        from extrabrain.app.settings import load_settings

        return load_settings(self.places.home)

    def change_settings(self, **changes: object) -> "Settings":
        """Keeps the changes, on top of what the file says now, and goes on with them."""
        from extrabrain.app.settings import Settings, load_settings, save_settings

        with self._lock:
            now = load_settings(self.places.home).model_dump()
            changed = Settings.model_validate({**now, **changes})
            save_settings(self.places.home, changed)
            self.__dict__["settings"] = changed
            return changed

    def _look_again(self) -> None:
        """After the files of the settings and of the key were exchanged."""
        self.__dict__.pop("settings", None)
        self.vault.look_again()

    @Part
    def weights(self) -> "Weights":
        from extrabrain.weights.store import Weights

        return Weights(self.places.models, self.door)

    @Part
    def fence(self) -> "Fence":
        from extrabrain.app.fence import unfenced

        return self._fence or unfenced(self.places)

    @Part
    def door(self) -> "Door":
        from extrabrain.guard.door import Door

        return Door(self.fence.keeper)

    @Part
    def consent(self) -> "Consent":
        from extrabrain.app.consent import Consent

        return Consent(self.fence.keeper.charter)

    @Part
    def minds(self) -> "Minds":
        from extrabrain.app import minds

        return minds.Minds(self)

    @Part
    def vault(self) -> "Vault":
        from extrabrain.app.vault import Vault

        return Vault(self.places, self._ask)

    @property
    def store(self) -> "Store":
        """Opened on first use. `Locked` where the key is in a vault and there is no passphrase."""
        with self._opening:
            if self._store is None:
                from extrabrain.record.db import Store

                self._finish_restore()
                self._store = Store.open(self.places.store, self.vault.key().key)
            return self._store

    def _finish_restore(self) -> None:
        """Where a crash came in the middle of one; looked at cheaply, because every command comes by."""
        if (self.places.home / "restored").exists():
            from extrabrain.flows.restore import finish

            finish(self.places.home)

    def on_lock(self, told: "Callable[[], None]") -> None:
        """Calls `told` each time before `lock` or `exchange` closes the store, on the thread of those."""
        self._told.append(told)

    def need_passphrase(self) -> None:
        """`Conflict` where none is set: what is locked could not be opened again."""
        if self.vault.place != "vault":
            from extrabrain.core.errors import Conflict

            raise Conflict("There is no passphrase to lock with.", next_step="Set one in Settings.")

    def lock(self) -> None:
        """Closes the store and wipes the key; `Conflict` without a passphrase."""
        self.need_passphrase()
        for told in self._told:
            told()
        with self._opening:  # from here on nothing opens the store again
            self.vault.forget()
        self.close()

    def exchange(self, work: "Callable[[], object]") -> None:
        """Runs `work` on the files of the record while it is closed. Whoever asks for the store meanwhile (a
        request that was ended goes on with its thread) waits, and gets the one that is there then."""
        for told in self._told:
            told()
        with self._opening:
            self.close()
            try:
                work()
            finally:
                self._look_again()

    def unlock(self, passphrase: str) -> None:
        """`WrongPassphrase`; `Conflict` while one must wait after several of those."""
        self.vault.unlock(passphrase)

    @Part
    def bank(self) -> "Bank":
        from extrabrain.app.own_questions import OwnQuestions
        from extrabrain.flows.bank import Bank

        return Bank(OwnQuestions(self))

    @property
    def practice(self) -> "Practice":
        from extrabrain.flows.practice import Practice

        return Practice(self.store, self.places.spool, self.coach)

    def study(self) -> "Study":
        from extrabrain.flows.study import Study

        return Study(self.store, self.bank.all())

    def coach(self) -> "Coach":
        """The built-in coach, with embeddings where their model is here."""
        with self._lock:
            return self._coach

    @Part
    def _coach(self) -> "Coach":
        from extrabrain.coach.coach import Coach

        if not self.weights.ready("minilm-l6-v2"):
            return Coach(None)
        from extrabrain.library.meanings import MeaningMiniLM

        return Coach(MeaningMiniLM(self.weights.path("minilm-l6-v2")))

    @Part
    def _embedder(self) -> "MiniLM | None":
        if not self.weights.ready("minilm-l6-v2"):
            return None
        from extrabrain.library.embed import MiniLM

        return MiniLM(self.weights.path("minilm-l6-v2"))

    def embedder(self) -> "MiniLM | None":
        """None while its model is not here."""
        with self._lock:
            return self._embedder

    @Part
    def workspace(self) -> Workspace:
        return Workspace(self)

    def forget_models(self) -> None:
        """After models came or went: the next coach uses those there are, and so does the next session."""
        with self._lock:
            self.__dict__.pop("_coach", None)
            self.__dict__.pop("_embedder", None)
        self.speech.forget_models()

    def remember(
        self, *, port: int | None = None, greeted: bool | None = None, last_backup: str | None = None
    ) -> None:
        """For the next start, see `Settings`; not being able to is no reason to stop."""
        from extrabrain.core.errors import ProtectedStorage

        given = {"port": port, "greeted": greeted, "last_backup": last_backup}
        changed = {k: v for k, v in given.items() if v is not None and v != getattr(self.settings, k)}
        if changed:
            with suppress(ProtectedStorage):
                self.change_settings(**changed)

    def close(self) -> None:
        """Closes the store and lets go of every part that may hold something of it; the store first, for a
        part may be at work, and wait."""
        with self._opening:
            store, self._store = self._store, None
            names = list(self.__dict__)  # a copy: another thread may just be making a part
            gone = {n: self.__dict__.pop(n) for n in names if not n.startswith("_") and n not in _KEPT}
            if store is not None:
                store.close()
        for name in ("minds", "workspace"):
            if name in gone:
                gone[name].close()

    def leave(self) -> None:
        """Ends the broker; nothing can be fetched or sent any more."""
        for part in ("door", "fence"):
            if part in self.__dict__:
                getattr(self, part).close()


@contextmanager
def workbench(
    where: Places | None = None, ask: "Ask" = from_file_or_terminal, *, fence: "Fence | None" = None
) -> Generator[Workbench]:
    bench = Workbench(where or places(), ask, fence=fence)
    try:
        yield bench
    finally:
        bench.close()
        bench.leave()
