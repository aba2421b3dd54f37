"""Providers' keys: in the operating system's keychain and nowhere else, read by the broker alone."""

from collections.abc import Callable

from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.keychain import Keychain, system_keychain


class ProviderKeys:
    def __init__(self, keychain: Callable[[], Keychain | None] = system_keychain) -> None:
        self._keychain = keychain

    def read(self, provider: str) -> str | None:
        """None where no key was given, or there is no keychain."""
        chain = self._keychain()
        return chain.read(_entry(provider)) if chain else None

    def keep(self, provider: str, secret: str) -> None:
        """`ProtectedStorage` where there is no keychain: a key is never written to a file."""
        self._need().write(_entry(provider), secret)

    def forget(self, provider: str) -> None:
        self._need().forget(_entry(provider))

    def _need(self) -> Keychain:
        chain = self._keychain()
        if chain is None:
            raise ProtectedStorage(
                "There is no keychain on this machine, and keys are not kept in files.",
                next_step="Set up a keychain service (on Linux: GNOME Keyring or KWallet), then try again.",
            )
        return chain


def _entry(provider: str) -> str:
    return f"provider-{provider}"
