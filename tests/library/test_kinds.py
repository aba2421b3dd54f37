"""Kinds are told by name, by what the reader knows, and by signs in the text."""

import pytest

from extrabrain.library.kinds import kind_of
from extrabrain.library.reading import Reading

RESUME = """Ann Lee
ann@example.org

EXPERIENCE
2019 – present Engineer at Acme

EDUCATION
MSc

Skills: Python
"""
JOB = """Research engineer
About the role
We are looking for somebody who breaks models.
You will write evals.
Salary 100
Candidates apply by May.
"""
PAPER = """On gaps

Abstract
We show, as Doe et al. did (2019), a gap.

1 Introduction
Words [3].

References
Doe
"""
TALK = "Ann 0:01\nHello there\nBo 0:05\nHi Ann\nAnn 0:07\nShall we?\nBo 0:09\nYes.\n"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("x.txt", RESUME, "resume"),
        ("x.txt", JOB, "job"),
        ("x.pdf", PAPER, "publication"),
        ("x.txt", TALK, "transcript"),
        ("x.txt", "Just some words about nothing much.", "text"),
        ("Ann_Lee-CV.pdf", "Ann", "resume"),
        ("2301.01234v2.pdf", "On gaps", "publication"),
        ("advice.txt", "covalent bonds", "text"),
    ],
)
def test_kinds(name: str, text: str, kind: str) -> None:
    assert kind_of(name, Reading(text)) == kind


def test_a_list_of_settings_is_no_talk() -> None:
    assert kind_of("x.txt", Reading("alpha: 1\nbeta: 2\ngamma: 3\ndelta: 4\nepsilon: 5")) == "text"


def test_notes_stay_notes_unless_they_are_a_resume() -> None:
    assert kind_of("meeting.md", Reading("# Meeting\nWords", kind="notes")) == "notes"
    assert kind_of("x.md", Reading(RESUME, kind="notes")) == "resume"
