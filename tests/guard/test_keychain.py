import sys

import pytest

from extrabrain.guard.keychain import BACKENDS, system_keychain


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRABRAIN_KEYCHAIN", "off")
    assert system_keychain() is None


def test_only_real_keychains_are_ever_used() -> None:
    assert all(name.startswith("keyring.backends.") for name in BACKENDS)
    assert not any(word in name.lower() for name in BACKENDS for word in ("null", "fail", "alt", "chainer"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the keychain is always there")
def test_a_plain_file_backend_is_not_taken_for_a_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bus, no SecretService, no KWallet; and keyring itself told to use a backend that keeps nothing."""
    monkeypatch.delenv("EXTRABRAIN_KEYCHAIN", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert system_keychain() is None
