"""What leaves this machine: where to, what for, and which kinds of personal data it carries."""

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["weights", "provider", "local-model", "update"]
Category = Literal["prompt", "transcript", "screenshot", "audio", "documents", "profile"]
Verdict = Literal["allowed", "refused"]
Posture = Literal["local", "hybrid"]


@dataclass(frozen=True, slots=True)
class Egress:
    """One request through the door. `destination` is `host:port`; it never holds content."""

    destination: str
    purpose: Purpose
    carries: tuple[Category, ...]
    bytes_out: int
    verdict: Verdict
