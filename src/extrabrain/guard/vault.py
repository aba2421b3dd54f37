"""The vault: the key of the store, wrapped by a passphrase.

One JSON object: the cost of Argon2id, its salt, a nonce, and the key under ChaCha20-Poly1305. All the other
fields are authenticated with it, so that nobody can lower the cost of a vault that is still to be opened.
Changing the passphrase wraps the same key anew; the store itself is not touched.
"""

import json
import secrets
from dataclasses import asdict
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.passphrase import SALT_BYTES, USUAL, Cost, WrongPassphrase, derived, need_good

_KIND = "extrabrain vault 1"


def is_vault(content: bytes) -> bool:
    return content.startswith(b'{"kind"')


def wrap(key: bytes | bytearray, passphrase: str, cost: Cost = USUAL) -> bytes:
    """The vault as the bytes of its file. `UsageProblem` where the passphrase is too short."""
    need_good(passphrase)
    head: dict[str, Any] = {
        "kind": _KIND,
        "argon2id": asdict(cost),
        "salt": secrets.token_hex(SALT_BYTES),
        "nonce": secrets.token_hex(12),
    }
    cipher = ChaCha20Poly1305(derived(passphrase, bytes.fromhex(head["salt"]), cost))
    wrapped = cipher.encrypt(bytes.fromhex(head["nonce"]), bytes(key), _covered(head))
    return json.dumps({**head, "wrapped": wrapped.hex()}).encode()


def unwrap(content: bytes, passphrase: str) -> bytearray:
    """The key. `WrongPassphrase`, or `ProtectedStorage` where the vault is damaged."""
    try:
        plain: Any = json.loads(content)
        wrapped = bytes.fromhex(plain.pop("wrapped"))
        if plain["kind"] != _KIND:
            raise ValueError(plain["kind"])
        cost = Cost(**cast("dict[str, int]", plain["argon2id"]))
        salt, nonce = bytes.fromhex(plain["salt"]), bytes.fromhex(plain["nonce"])
        cipher = ChaCha20Poly1305(derived(passphrase, salt, cost))
        return bytearray(cipher.decrypt(nonce, wrapped, _covered(plain)))
    except InvalidTag as error:
        raise WrongPassphrase(
            "The passphrase does not open the vault.",
            next_step="Try it again; capitals and spaces count. Without it nothing can be read.",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProtectedStorage(
            "The vault is damaged.", next_step="Put the key file back from a copy, or restore a backup."
        ) from error


def _covered(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()
