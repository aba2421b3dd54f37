"""Writes `advice/words/common.txt` and `acronyms.txt`: words that are no names, gathered from our own texts.

    uv run python tools/make_common_words.py

A word counts as common where it stands in lower case in the question packs, the labelled answers or the
coach's sentences. An acronym is written in capitals there at least three times, or is in `GENERAL`; names of
firms and laboratories are left out. `english.txt.gz` is made by `make_english_words.py`.
"""

import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "src" / "extrabrain" / "advice" / "words"

LINKING = (
    "however therefore moreover furthermore meanwhile finally additionally overall consequently"
    " nevertheless similarly otherwise"
    " afterwards eventually initially ultimately lastly firstly secondly thirdly specifically notably"
    " instead hence thus"
    " although though whereas despite unlike besides indeed likewise accordingly"
)
"""Words that open sentences and may not stand elsewhere in our texts."""

GENERAL = (
    "CI CPU CSS CSV CV DNS FAQ GDPR GPS HR HTML HTTP HTTPS IDE ID IO IP IT JSON KPI MVP NDA NLP OCR OKR"
    " ONNX OS PDF"
    " PM PR QA RAG RAM ROC ROI SDK SLA SLO SQL SSD STAR CAR SVM TCP TLS UI URL USB UX VM YAML PII TTL ETL"
    " QPS FPR TPR"
)
"""Short forms that name no firm, no person and no product."""


def texts() -> list[str]:
    found = [path.read_text("utf-8") for path in (ROOT / "src/extrabrain/bank/packs").glob("*.yaml")]
    found += [path.read_text("utf-8") for path in (ROOT / "tools/coach_sentences").glob("*.txt")]
    for path in (ROOT / "benchmarks/data/answers").glob("*.jsonl"):
        found += [
            row["text"] for row in map(json.loads, path.read_text("utf-8").splitlines()) if not row["spoken"]
        ]
    return found


def main() -> None:
    said = "\n".join(texts())
    common = {word for word in re.findall(r"(?<![\w'-])[a-z][a-z']+(?![\w])", said) if len(word) > 1}
    common |= set(LINKING.split())
    firms = set((WORDS / "organisations.txt").read_text("utf-8").split("\n"))
    capitals = Counter(re.findall(r"\b[A-Z]{2,6}s?\b", said))
    acronyms = sorted(
        {a.rstrip("s") for a, n in capitals.items() if n >= 3 and a.lower() not in firms}
        | set(GENERAL.split())
    )
    (WORDS / "common.txt").write_text("\n".join(sorted(common - firms)) + "\n", "utf-8")
    (WORDS / "acronyms.txt").write_text("\n".join(acronyms) + "\n", "utf-8")
    print(f"{len(common)} words, {len(acronyms)} acronyms: {' '.join(acronyms)}")


if __name__ == "__main__":
    main()
