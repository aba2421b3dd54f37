"""The key of the store as this process holds it: found on first use, wiped when it is locked."""

from collections.abc import Callable
from threading import RLock
from typing import TypeVar

from extrabrain.app.places import Places
from extrabrain.core.errors import Conflict
from extrabrain.guard import keys
from extrabrain.guard.attempts import Attempts
from extrabrain.guard.keys import Place, StoreKey
from extrabrain.guard.passphrase import WrongPassphrase

T = TypeVar("T")
Ask = Callable[[], str | None]


class Vault:
    """Thread-safe. `ask` is called for the passphrase when the key is wanted and lies in a vault."""

    def __init__(self, places: Places, ask: Ask) -> None:
        self._places = places
        self._ask = ask
        self._key: StoreKey | None = None
        self._lock = RLock()
        self._attempts = Attempts()

    @property
    def place(self) -> Place:
        """Where the key is kept now; it is made where there is none yet."""
        found = keys.place_of(self._places.key_file)
        return self.key().place if found is None else found

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed before anything can be opened."""
        with self._lock:
            return self._key is None and keys.place_of(self._places.key_file) == "vault"

    def key(self) -> StoreKey:
        """Raises what `store_key` raises; `Locked` where `ask` gives no passphrase."""
        with self._lock:
            if self._key is None:
                self._key = keys.store_key(
                    self._places.key_file, store_exists=self._places.store.exists(), passphrase=self._ask
                )
            return self._key

    def unlock(self, passphrase: str) -> None:
        """`WrongPassphrase`; `Conflict` while one must wait after several of those."""
        with self._lock:
            if self._key is not None:
                return
            self._key = self._tried(
                lambda: keys.store_key(
                    self._places.key_file,
                    store_exists=self._places.store.exists(),
                    passphrase=lambda: passphrase,
                )
            )

    def forget(self) -> None:
        """Wipes the key from memory, as far as Python lets a program do that."""
        with self._lock:
            if self._key is not None:
                self._key.wipe()
            self._key = None

    def look_again(self) -> None:
        """Forgets a key whose file is gone, or that can be read again without a passphrase."""
        if keys.place_of(self._places.key_file) != "vault":
            self.forget()

    def create(self, passphrase: str) -> None:
        """Puts the key into a vault; raises what `put_in_vault` raises."""
        with self._lock:
            self._key = keys.put_in_vault(self._places.key_file, self.key(), passphrase)

    def change(self, old: str, new: str) -> None:
        self._tried(lambda: keys.change_passphrase(self._places.key_file, old, new))

    def remove(self, passphrase: str) -> Place:
        """Takes the key out of the vault again and says where it is now."""
        with self._lock:
            self._key = self._tried(lambda: keys.take_from_vault(self._places.key_file, passphrase))
            return self._key.place

    def _tried(self, work: Callable[[], T]) -> T:
        wait_s = self._attempts.wait_s()
        if wait_s > 0:
            raise Conflict(
                "The passphrase was wrong several times.", next_step=f"Wait {wait_s:.0f} s, then try again."
            )
        try:
            done = work()
        except WrongPassphrase:
            self._attempts.failed()
            raise
        self._attempts.succeeded()
        return done
