"""What leaves this machine: where to, what for, and which kinds of personal data it carries."""

from dataclasses import dataclass
from typing import Literal, get_args

Purpose = Literal["weights", "provider", "local-model", "update"]
Told = Literal["", "weights", "provider", "local-model", "update"]
"""A purpose as the ledger has it: empty for an act of the user."""

Category = Literal["prompt", "transcript", "screenshot", "audio", "documents", "profile"]
Posture = Literal["local", "hybrid"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

Step = Literal[
    "asked", "answered", "broken", "refused", "posture", "allow", "revoke", "agreed", "agreed-redacted"
]

Reason = Literal[
    "",
    "posture-local",
    "not-listed",
    "not-allowed",
    "carries-with-models",
    "no-category",
    "no-such-purpose",
    "redirect",
    "private-address",
    "no-ledger",
    "too-large",
    "malformed",
    "no-name",
    "no-connection",
    "no-trust",
    "timeout",
    "broke-off",
]
"""Why a request was refused or broke; empty where neither. A closed set, so that it can hold no content."""

UNLISTED = "unlisted"
"""What stands for a destination that nobody named: its name could itself be content."""


@dataclass(frozen=True, slots=True)
class Egress:
    """One line of the ledger.

    A request has two: `asked` before its first byte leaves, and `answered` or `broken` after; a refused one
    has `refused` alone. `posture`, `allow` and `revoke` are the user's own acts, and so are `agreed` (what
    was shown may be sent as it is) and `agreed-redacted` (with blanks). `destination` is `host:port` of a
    place that the policy names, else `unlisted`; `status` the HTTP status of the answer, 0 without one;
    `at_ms` milliseconds since 1970 (UTC). No field can hold free text.
    """

    at_ms: int
    step: Step
    destination: str
    purpose: Told = ""
    carries: tuple[Category, ...] = ()
    bytes_out: int = 0
    bytes_in: int = 0
    status: int = 0
    took_ms: int = 0
    reason: Reason = ""
    posture: Posture = "local"
