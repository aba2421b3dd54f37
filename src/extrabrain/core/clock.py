"""Time: integer milliseconds on a session's own clock, and wall time once per session."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Says how many milliseconds have passed since its zero."""

    def now_ms(self) -> int: ...


class SessionClock:
    """Monotonic milliseconds since `start_ms` before the moment it was made."""

    def __init__(self, start_ms: int = 0) -> None:
        self._zero_ns = time.monotonic_ns() - start_ms * 1_000_000

    def now_ms(self) -> int:
        return (time.monotonic_ns() - self._zero_ns) // 1_000_000


def utc_now() -> str:
    """Wall time as ISO 8601 in UTC with seconds, for example `2026-01-31T09:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
