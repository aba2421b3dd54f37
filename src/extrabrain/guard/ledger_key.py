"""The key that signs the ledger: kept like the store's, outside the data folder."""

from typing import TYPE_CHECKING

from extrabrain.guard.charter import Charter
from extrabrain.guard.keys import store_key
from extrabrain.guard.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signing_key(charter: Charter) -> "Ed25519PrivateKey":
    """Made on first use. `ProtectedStorage` where it is gone while there is a ledger."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    kept = store_key(charter.outside / "ledger.key", store_exists=charter.ledger.exists())
    return Ed25519PrivateKey.from_private_bytes(kept.key)


def head_file(charter: Charter) -> "Path":
    return charter.outside / "ledger.head"


def ledger(charter: Charter) -> Ledger:
    return Ledger(charter.ledger, head_file(charter), signing_key(charter))
