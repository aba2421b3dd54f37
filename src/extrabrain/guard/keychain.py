"""The operating system's own keychain, where there is one.

Only the backends named here are ever used: others that keyring may find (`keyrings.alt` among them) write
secrets to plain files.
"""

import importlib
import os
from typing import Any, Protocol

from extrabrain.core.errors import ProtectedStorage

SERVICE = "extrabrain"

BACKENDS: tuple[str, ...] = (
    "keyring.backends.macOS:Keyring",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
)


class Keychain(Protocol):
    """Keeps short texts by name. Each call raises `ProtectedStorage` where the keychain refuses."""

    def read(self, name: str) -> str | None: ...
    def write(self, name: str, secret: str) -> None: ...
    def forget(self, name: str) -> None: ...


def system_keychain() -> Keychain | None:
    """The keychain of this machine; None where there is none, or `EXTRABRAIN_KEYCHAIN` is `off`."""
    if os.environ.get("EXTRABRAIN_KEYCHAIN") == "off":
        return None
    for name in BACKENDS:
        module, _, kind = name.partition(":")
        backend = getattr(importlib.import_module(module), kind)
        if backend.viable:
            return _System(backend())
    return None


class _System:
    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def read(self, name: str) -> str | None:
        return self._asked(self._backend.get_password, name)

    def write(self, name: str, secret: str) -> None:
        self._asked(self._backend.set_password, name, secret)

    def forget(self, name: str) -> None:
        self._asked(self._backend.delete_password, name)

    def _asked(self, ask: Any, *words: str) -> Any:
        from keyring.errors import KeyringError

        try:
            return ask(SERVICE, *words)
        except KeyringError as error:
            raise ProtectedStorage(
                f"The keychain refused: {error}.", next_step="Unlock the keychain and start again."
            ) from error
