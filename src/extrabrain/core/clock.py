"""Wall time, once per session; times within a session are integer milliseconds of its sound."""

from datetime import UTC, datetime


def utc_now() -> str:
    """Wall time as ISO 8601 in UTC with seconds, for example `2026-01-31T09:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
