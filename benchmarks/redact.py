"""How much personal data `redact` finds, and how much of what it blanks is none: on the synthetic sentences.

    uv run python benchmarks/redact.py [--show] [--no-ledger]

A find is right where it overlaps any labelled span; a span of a kind that we claim to find is found where
finds cover at least half of it. Beside it stands the obvious floor: mails, links and long numbers by regex.
"""

import argparse
import json
import re
from pathlib import Path

import ledger
from extrabrain.guard.redact.find import find

DATA = Path(__file__).parents[1] / ".." / "shared" / "data" / "pii" / "presidio_generated_small.json"
CLAIMED = {
    "PERSON": "name",
    "ADDRESS": "address",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "EMAIL_ADDRESS": "email",
    "DOMAIN_NAME": "url",
    "IP_ADDRESS": "ip",
    "US_SSN": "id",
    "US_DRIVER_LICENSE": "id",
}
FLOOR = re.compile(r"\S+@\S+|https?://\S+|\d[\d -]{6,}\d")

Span = tuple[int, int]


def overlap(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def figures(rows: list[dict], finder) -> dict[str, float]:
    right = found = wanted = hit = 0
    for row in rows:
        spans = [(s["start_position"], s["end_position"], s["entity_type"]) for s in row["spans"]]
        finds = finder(row["full_text"])
        claimed = [s[:2] for s in spans if s[2] in CLAIMED]
        anything = [s[:2] for s in spans]
        right += sum(any(overlap(f, s) for s in anything) for f in finds)
        found += len(finds)
        wanted += len(claimed)
        hit += sum(2 * sum(overlap(f, s) for f in finds) >= s[1] - s[0] for s in claimed)
    return {"precision": right / max(1, found), "recall": hit / max(1, wanted), "found": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--no-ledger", action="store_true")
    given = parser.parse_args()
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    ours = figures(rows, lambda text: [(f.start_char, f.end_char) for f in find(text)])
    floor = figures(rows, lambda text: [m.span() for m in FLOOR.finditer(text)])
    numbers: dict[str, float] = {}
    for name, got in (("redact", ours), ("floor", floor)):
        print(
            f"{name:<8} precision {got['precision']:.2f}  recall {got['recall']:.2f}  ({got['found']} finds)"
        )
        numbers |= {
            f"{name}_precision": round(got["precision"], 3),
            f"{name}_recall": round(got["recall"], 3),
        }
    for kind in CLAIMED:
        spans = [(row, s) for row in rows for s in row["spans"] if s["entity_type"] == kind]
        hit = 0
        for row, s in spans:
            at = (s["start_position"], s["end_position"])
            covered = sum(overlap((f.start_char, f.end_char), at) for f in find(row["full_text"]))
            hit += 2 * covered >= at[1] - at[0]
            if given.show and 2 * covered < at[1] - at[0]:
                print("  missed", kind, repr(s["entity_value"]), "in", repr(row["full_text"][:120]))
        print(f"  {kind:<18} {hit:>3} of {len(spans)}")
        numbers[f"recall_{kind.lower()}"] = round(hit / len(spans), 3)
    if given.show:
        for row in rows:
            for f in find(row["full_text"]):
                if not any(
                    overlap((f.start_char, f.end_char), (s["start_position"], s["end_position"]))
                    for s in row["spans"]
                ):
                    print("  wrong", f)
    if not given.no_ledger:
        ledger.append("redact", numbers)


if __name__ == "__main__":
    main()
