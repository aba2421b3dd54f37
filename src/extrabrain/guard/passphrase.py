"""From a passphrase to a key: Argon2id, with its cost written beside what it protects."""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from extrabrain.core.errors import NotAuthenticated, ProtectedStorage, UsageProblem

SALT_BYTES = 16
FEWEST_CHARS = 8
MOST_CHARS = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, lanes."""

    memory_kib: int
    iterations: int
    lanes: int


USUAL = Cost(memory_kib=65_536, iterations=3, lanes=4)
"""The second recommended choice of RFC 9106 section 4: about 0.2 s on a laptop."""

DEAREST = Cost(memory_kib=2_097_152, iterations=64, lanes=64)
"""A file that asks for more than this is damaged, or meant to stop the program."""


class WrongPassphrase(NotAuthenticated):
    """The passphrase does not open it."""


def derived(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes. `ProtectedStorage` where the cost is out of all bounds or the memory is not there.

    The passphrase is normalised (NFC), so that two keyboards that write `é` differently agree.
    """
    if not (
        8 * cost.lanes <= cost.memory_kib <= DEAREST.memory_kib
        and 1 <= cost.iterations <= DEAREST.iterations
        and 1 <= cost.lanes <= DEAREST.lanes
        and len(salt) >= SALT_BYTES
    ):
        raise ProtectedStorage(
            "The numbers beside the passphrase make no sense.", next_step="Put the file back from a backup."
        )
    try:
        argon2 = Argon2id(
            salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
        )
        return argon2.derive(unicodedata.normalize("NFC", passphrase).encode())
    except MemoryError as error:
        raise ProtectedStorage(
            f"The passphrase needs {cost.memory_kib // 1024} MB of memory, which are not free.",
            next_step="Close other programs and try again.",
        ) from error


def need_good(passphrase: str) -> None:
    """`UsageProblem` where a new passphrase is too short, or too long to be meant."""
    if not FEWEST_CHARS <= len(passphrase) <= MOST_CHARS:
        raise UsageProblem(
            f"A passphrase has at least {FEWEST_CHARS} characters.",
            next_step="Four or five words that nobody else would put together are easy to keep.",
        )
