"""How labelled answers are held against what a listener found, and how they are told again for the fit."""

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from coach_data import heard

from answers import bare
from labelled import answers_of, compared
from raters import DATA, rated

TEXT = "We cut false alarms from 9.5 to 4 %. It's slower, so I would stop at 5 points."
LINE: dict[str, Any] = {
    "id": "one-strong",
    "base": "one",
    "variant": "strong",
    "text": TEXT,
    "expect": ["hedged"],
    "forbid": ["vague", "absolute"],
    "quotes": {"hedged": ["It's slower"]},
    "parts": {"claim": "We cut false alarms from 9.5 to 4 %.", "limits": "It's slower", "decision": None},
    "rubric": {"technical": 2, "tradeoffs": 2, "judgement": 2, "communication": 2},
}


def test_a_bare_copy_keeps_words_figures_and_places() -> None:
    copy = bare(LINE)
    assert copy["text"] == "we cut false alarms from 9.5 to 4 % it's slower so i would stop at 5 points"
    assert copy["parts"] == {
        "claim": "we cut false alarms from 9.5 to 4 %",
        "limits": "it's slower",
        "decision": None,
    }
    assert copy["quotes"] == {"hedged": ["it's slower"]}
    assert LINE["text"] == TEXT


def test_answers_without_punctuation_are_not_told_twice() -> None:
    raw = LINE | {"id": "two-strong", "base": "two", "text": "we cut it", "parts": {}, "quotes": {}}
    assert [row["id"] for row in heard([LINE, raw])] == ["one-strong"]


def test_findings_and_parts_are_held_against_the_labels() -> None:
    at = TEXT.index("It's slower")
    row = compared(LINE, {"hedged": (at, at + 11), "vague": (0, 5)}, {"claim": (0, 20), "decision": (0, 5)})
    assert dict(row.verdicts) == {"hedged": "hit", "vague": "wrong"}
    assert row.quotes == (1.0,)
    assert [(p.part, p.labelled, p.found, p.placed) for p in row.parts] == [
        ("claim", True, True, True),
        ("limits", True, False, False),
        ("decision", False, True, False),
    ]
    assert row.missing == (0, 1, 1)


@pytest.mark.parametrize("name", ["n", "s", "t"])
def test_raters_read_answers_of_the_blind_sets(name: str) -> None:
    answers = {answer["id"]: answer for answer in answers_of(DATA / "blind" / f"{name}.jsonl")}
    ratings = answers_of(DATA / "raters" / f"{name}.jsonl")
    rows = [rated(answers[rating["id"]], rating) for rating in ratings]
    assert len({rating["id"] for rating in ratings}) == 60
    assert sum(row.count("hit") for row in rows) > 40
