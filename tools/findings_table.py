"""The table of docs/feedback.md: how often each kind of finding was right, from the latest results.

`tools/make_docs.py` puts it between its two marks; benchmarks/advice.py writes the results. Precision and
recall stand beside the number of findings that were expected. `crossed` comes from the latest run that fitted
anew without each author, the blind sets from the latest run of all.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from extrabrain.core.finding import FindingKind

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "advice.jsonl"
BEGIN, END = "<!-- findings: begin -->\n", "<!-- findings: end -->\n"
CROSSED = "crossed"


def with_table(page: str, lines: Sequence[str]) -> str:
    """The page with the table of these result lines; `ValueError` where it has not both marks."""
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"no {BEGIN.strip()} … {END.strip()} in the page")
    return before + BEGIN + table([json.loads(line) for line in lines]) + END + after


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """`results` oldest first; a kind that no labelled answer has gets no numbers."""
    columns = _columns(results)
    head = [f"{name} (P / R, expected)" for name in columns]
    rows = [f"| kind | {' | '.join(head)} |", "|---" * (len(columns) + 1) + "|"]
    for kind in get_args(FindingKind):
        cells = [_cell(column.get(kind)) for column in columns.values()]
        rows.append(f"| `{kind}` | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _columns(results: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for result in reversed(results):
        if CROSSED in result["numbers"]:
            found[CROSSED] = result["numbers"][CROSSED]["by kind"]
            break
    for name, group in results[-1]["numbers"].items():
        if name != CROSSED and "by kind" in group:
            found[name] = group["by kind"]
    return found


def _cell(numbers: Mapping[str, Any] | None) -> str:
    if numbers is None:
        return "–"
    return f"{numbers['precision']:.2f} / {numbers['recall']:.2f}, {numbers['expected']}"
