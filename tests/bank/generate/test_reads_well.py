"""A new user's material, read as a person would: every question is a question, about something they did."""

import re

import pytest

from extrabrain.bank.generate.draft import Material
from extrabrain.bank.generate.generate import generate
from extrabrain.core.document import DocumentKind

RESUME = """Maya Okafor
maya@example.org · London · github.com/maya
SUMMARY
Research engineer with six years in language processing and safety evaluation. I care about tests that would
change a launch decision.
EXPERIENCE
Senior Research Engineer, Northlight AI 2022 – present
• Built a multilingual red-teaming harness that ran 40,000 prompts a night and cut undetected harmful
completions from 3.1 % to 0.9 %.
• Led a team of four that wrote the release criteria for two launches; one launch was delayed by three weeks.
• Reduced the cost of labelling by 38 % by routing only disagreements to annotators.
• Responsible for incident response when a prompt-injection bug leaked tool outputs of 212 users.
Machine Learning Engineer, Brightwater Health 2019 – 2022
• Trained a triage classifier on 1.2 million messages and raised recall from 81 % to 93 %.
• Introduced differential privacy to the training pipeline, at a cost of two points of accuracy.
EDUCATION
MSc Machine Learning, University of Edinburgh, 2019. Thesis on calibration under distribution shift.
PUBLICATIONS
Okafor M., Lindqvist T. Refusal is not safety: measuring over-refusal in six languages. Workshop, 2024.
Okafor M. Calibrated triage under shift. ML4H, 2021.
SKILLS
Python, PyTorch, evaluation design, technical writing
"""
README = """# evalkit

A small toolkit for paired-prompt evaluations of refusals. Install it with pip.

We built it because translated prompts were graded by hand. Run the tests before you push. I added a
sequential test that stops a run when it is decided, which cut the number of graded prompts by 45 %.
"""
JOB = """Research Engineer, Safety Evaluations
What you will do
- Design and run dangerous-capability evaluations for frontier models.
- Present uncertain findings to senior leadership.
You may be a good fit if you
- Have strong statistics, including power analysis.
- Enjoy working with people who disagree with you.
Benefits
- Salary £120,000, pension, visa sponsorship.
"""
DIGEST = """# Notable commits
2023-02-10: Add paired prompt loader (+120 −0 in 1 files)
2023-03-02: Pin runs by a hash of prompts, model and grader (+80 −2 in 1 files)
2023-06-20: Drop the regex grader in favour of a trained one (+200 −90 in 2 files)
2023-07-01: bump version (+1 −1 in 1 files)
"""
GIVEN: tuple[tuple[DocumentKind, str, str], ...] = (
    ("resume", "cv", RESUME),
    ("project", "evalkit", README),
    ("project", "evalkit", DIGEST),
    ("job", "Research Engineer", JOB),
)
LAUGHABLE = re.compile(
    r"\bYou (?:research|thesis|run|install|care)\b|\b(?:I|we|my|our)\b|\bbuilt it\b|\byou care\b|[.;:] you\b"
    r"|\bsalary\b|\bversion\b|\b(?:added|add) paired prompt loader\.|  |\.\.",
)


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return [draft.text for _, draft in generate(Material(n, *one) for n, one in enumerate(GIVEN))]


def test_nothing_to_laugh_about(asked: list[str]) -> None:
    assert [text for text in asked if LAUGHABLE.search(text)] == []


def test_each_is_a_question_put_once(asked: list[str]) -> None:
    assert len(asked) == len(set(asked)) > 20
    assert [text for text in asked if not (text[0].isupper() and text[-1] in "?." and "?" in text)] == [
        text for text in asked if "Where does it stop" in text and not text.endswith("?")
    ]


def test_the_same_words_are_asked_from_two_sides_at_most(asked: list[str]) -> None:
    said = [text.split("% ")[0][:60] for text in asked]
    assert max(said.count(one) for one in said if not one.startswith("Your work")) <= 2


def test_what_matters_is_asked_for(asked: list[str]) -> None:
    together = "\n".join(asked)
    wanted = "undetected harmful|release criteria|212 users|over-refusal in six|disagree with|regex grader"
    for words in (*wanted.split("|"), "sequential test", "uncertain findings"):
        assert words in together
