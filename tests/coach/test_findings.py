"""Direction of the findings: what is said in one's own voice, in somebody else's, and not at all.

Sentences are put into a strong sample answer, so that nothing but them can be the reason.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extrabrain.bank.pack import builtin
from extrabrain.coach.coach import Coach
from extrabrain.coach.english import judgeable
from extrabrain.coach.tokens import tokens
from extrabrain.core.answer import Answer
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.library.meanings import MeaningMiniLM

RLHF = builtin()["rlhf-limits"]
LABELLED = Path(__file__).parents[2] / "benchmarks/data/answers/a.jsonl"

SAID = {
    "dismissive": (
        "The privacy office sent a form, but those people only exist to collect forms and not one could "
        "tell a model from a toaster, so I filled it in with whatever made them go away."
    ),
    "lone-expert": (
        "I didn't show it to anybody else on the team, none of them would have understood it, and it takes "
        "longer to explain than to do, so I decided it alone and signed it off myself."
    ),
    "safety-as-pr": (
        "What I was really afraid of is the headline: one screenshot goes viral, our brand is gone, and no "
        "investor picks up the phone."
    ),
    "single-technique": (
        "With red teaming in place nothing else is needed; it takes care of every failure, so you can skip "
        "the monitoring and the filters."
    ),
    "unsupported-claim": (
        "Most of the big labs have quietly given up on this, and nine in ten published results are fake, "
        "everybody in the field knows that."
    ),
}
NOT_MEANT = (
    "My lead used to call the privacy office box tickers, and he was wrong: they found the leak.",
    "I was alone on shift that night, so I rang Omar, and he checked every line in the morning.",
    "The newspaper story was not the point; the point was the girl whose address was shown.",
)


@pytest.fixture(scope="module")
def coach(models_dir: Path) -> Coach:
    return Coach(MeaningMiniLM(models_dir / "minilm-l6-v2"))


def assess(coach: Coach, text: str, question: Question = RLHF) -> Feedback:
    return coach.assess(Answer(None, question.text, text), question, feedback_id="f")


def put_in(text: str, sentence: str) -> str:
    """After the third sentence."""
    pieces = text.split(". ")
    return ". ".join([*pieces[:3], sentence.rstrip("."), *pieces[3:]])


@pytest.mark.weights
@pytest.mark.parametrize("kind", SAID)
def test_a_fault_is_found_where_it_was_said(coach: Coach, kind: str) -> None:
    assert kind not in {f.kind for f in assess(coach, RLHF.strong).findings}
    found = {f.kind: f for f in assess(coach, put_in(RLHF.strong, SAID[kind])).findings}
    assert kind in found
    assert found[kind].quote.text in SAID[kind] or SAID[kind].rstrip(".") in found[kind].quote.text


@pytest.mark.weights
@pytest.mark.parametrize("sentence", NOT_MEANT)
def test_reported_or_rejected_is_not_meant(coach: Coach, sentence: str) -> None:
    found = {f.kind for f in assess(coach, put_in(RLHF.strong, sentence)).findings}
    assert not found & {"dismissive", "lone-expert", "safety-as-pr"}


@pytest.mark.weights
@pytest.mark.parametrize(
    ("text", "absolute"),
    [
        ("Our filter always works, so nothing can go wrong.", True),
        ("We test it first. The guard sees every message, so it is impossible that anything gets out.", True),
        ("We test it first. I would never claim that the guard always works, it misses slang.", False),
    ],
)
def test_a_short_answer_is_judged_too(coach: Coach, text: str, absolute: bool) -> None:
    assert ("absolute" in {f.kind for f in assess(coach, text).findings}) is absolute


@pytest.mark.weights
@pytest.mark.parametrize(
    "text",
    [
        "Ich habe das Modell getestet und dann haben wir mit dem ganzen Team lange darüber gesprochen, ob "
        "wir es veröffentlichen sollen oder lieber noch warten, bis die Zahlen besser sind.",
        "On a testé le modèle pendant trois semaines avec les infirmières et les médecins, puis nous avons "
        "décidé de ne pas le mettre en service parce que les chiffres étaient mauvais.",
        "I would never do that.",
    ],
)
def test_what_cannot_be_judged_gets_counts_only(coach: Coach, text: str) -> None:
    assert {f.kind for f in assess(coach, text).findings} <= {"too-short"}


def test_english_is_told_from_other_languages() -> None:
    said = "so we tested it with the nurses and in the end two of them did not want to use it any more"
    other = "also haben wir es mit den Pflegern getestet und am Ende wollten zwei von ihnen es nicht mehr"
    assert judgeable(tokens(said))
    assert not judgeable(tokens(other))


@pytest.mark.weights
def test_an_explanation_adds_up(coach: Coach) -> None:
    answer = Answer(None, RLHF.text, put_in(RLHF.strong, SAID["dismissive"]))
    explained = {one.about: one for one in coach.explain(answer, RLHF)}
    one = explained["dismissive"]
    assert one.reported
    assert one.log_odds is not None and one.threshold is not None
    assert one.log_odds >= one.threshold
    calm = {other.about: other for other in coach.explain(Answer(None, RLHF.text, RLHF.strong), RLHF)}[
        "dismissive"
    ]
    assert calm.log_odds is not None
    moved = sum(sign.effect for sign in one.signs) - sum(sign.effect for sign in calm.signs)
    assert moved == pytest.approx(one.log_odds - calm.log_odds, abs=0.05)
    assert [abs(sign.effect) for sign in one.signs] == sorted(
        (abs(s.effect) for s in one.signs), reverse=True
    )


def test_nothing_is_explained_without_words() -> None:
    assert Coach(None).explain(Answer(None, RLHF.text, "..."), RLHF) == ()


@pytest.mark.weights
def test_damage_lowers_the_score(coach: Coach) -> None:
    """A fixed part of the labelled answers, for the direction and not the figure."""
    lines = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    strong = {line["base"]: line for line in lines if line["variant"] == "strong"}
    edited = [line for line in lines if line["expect"] and line["base"] in strong][::6]
    lower = sum(total(coach, line) < total(coach, strong[line["base"]]) for line in edited)
    assert len(edited) > 20
    assert lower >= 0.8 * len(edited), f"{lower} of {len(edited)}"


def total(coach: Coach, line: dict[str, Any]) -> float:
    question = Question("", line["question"], line["kind"], line["pattern"])
    return sum(axis.score for axis in assess(coach, line["text"], question).rubric)
