"""Which part of the workspace a search is about."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from extrabrain.core.document import DOCUMENT_KINDS, DocumentKind
from extrabrain.core.errors import UsageProblem
from extrabrain.record.passages import Within


def within(kinds: Sequence[str], group: str | None, since: str | None) -> Within:
    """What the user asked for; `UsageProblem` for a kind or day that is none."""
    for kind in kinds:
        if kind not in DOCUMENT_KINDS:
            raise UsageProblem(
                f"There is no kind {kind!r}.", next_step=f"Use one of {', '.join(DOCUMENT_KINDS)}."
            )
    if since is not None:
        try:
            date.fromisoformat(since)
        except ValueError as error:
            raise UsageProblem(f"{since!r} is no day.", next_step="Write it like 2026-03-01.") from error
    return Within(tuple(cast("Sequence[DocumentKind]", kinds)), group, since)
