"""What an import says while it runs, and at its end."""

import sys
from typing import TYPE_CHECKING

from extrabrain.cli.envelope import show

if TYPE_CHECKING:
    from extrabrain.flows.bring_report import Progress, Report

SHOWN = 20
"""Lines of each list; `--json` has them all."""


class Meter:
    """Progress on one line of a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()

    def __call__(self, progress: "Progress") -> None:
        if not self._on:
            return
        doing = {
            "looking": "Looking for what has changed",
            "reading": f"Reading {progress.done + 1} of {progress.total}: {progress.path[:50]}",
            "hearing": f"Hearing {progress.path[:50]}: {_span(progress.done)}{_of(progress.total)}",
            "meaning": f"Reading for meaning: {progress.done} of {progress.total} passages",
        }[progress.doing]
        left = "" if progress.seconds_left is None else f", {_span(progress.seconds_left)} left"
        sys.stderr.write(f"\r\x1b[K  {doing}{left}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _of(seconds: int) -> str:
    return f" of {_span(seconds)}" if seconds else ""


def leave(report: "Report", *, as_json: bool) -> None:
    """Prints the report; leaves with 6 where something failed, with 1 where nothing else was brought."""
    brought = report.added + report.updated + report.unchanged + report.unchanged_files + len(report.twins)
    code = 0 if not report.failures else 6 if brought else 1
    message = _summary(report)
    show(report, "\n".join([message, *_lists(report)]), as_json=as_json, message=message, code=code)
    if report.stopped:
        sys.exit(130)


def _summary(report: "Report") -> str:
    counts = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged + report.unchanged_files, "unchanged"),
        (len(report.twins), "left out as copies"),
        (report.removed, "removed"),
    )
    said = ", ".join(f"{count:,} {what}" for count, what in counts if count)
    failed = len(report.failures)
    could_not = f"{failed} {'file' if failed == 1 else 'files'} could not be read"
    parts = [
        said or "nothing new",
        *([could_not] if failed else []),
        *(["stopped"] if report.stopped else []),
    ]
    return f"Documents: {'; '.join(parts)}."


def _lists(report: "Report") -> list[str]:
    lines: list[str] = []
    for title, entries in (
        ("Could not be read:", [f"{f.path}\n    {f.what} {f.next_step}" for f in report.failures]),
        ("Read in part:", [f"{n.path}\n    {n.what}" for n in report.notices]),
        ("Copies of documents that are here:", [f"{one} = {other}" for one, other in report.twins]),
        ("Left out:", [f"{path}: {why}" for path, why in report.passed_over]),
        (
            "No longer there, and forgotten:"
            if report.removed
            else "No longer there (forget them with --prune):",
            report.gone,
        ),
    ):
        if entries:
            lines += ["", title, *(f"  {entry}" for entry in entries[:SHOWN])]
        if len(entries) > SHOWN:
            lines.append(f"  … and {len(entries) - SHOWN} more")
    return lines


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
