"""The page stays light: what a browser loads first fits a budget, and nothing in it names another host."""

import gzip
import re
from pathlib import Path

import extrabrain

BUILT = Path(extrabrain.__file__).parent / "_web"
MOST_BYTES = 150_000


def test_the_scripts_fit_the_budget() -> None:
    scripts = list(BUILT.rglob("*.js"))
    assert scripts
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) <= MOST_BYTES


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in (*BUILT.rglob("*.css"), *BUILT.rglob("*.html")):
        found = re.findall(r"(?:src|href)=\"(https?:[^\"]+)|url\((https?:[^)]+)\)", file.read_text("utf-8"))
        assert found == [], file.name
