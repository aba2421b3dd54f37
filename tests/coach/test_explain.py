"""Signs in words, and an explanation that says what is true of the answer."""

import json
from pathlib import Path

import pytest

from extrabrain.bank.pack import builtin
from extrabrain.coach.coach import Coach
from extrabrain.coach.explain import Explanation
from extrabrain.coach.judge import heads
from extrabrain.coach.reading import FEATURES
from extrabrain.coach.scale import shipped_scales
from extrabrain.coach.sign_words import sign_in_words
from extrabrain.core.answer import Answer

RLHF = builtin()["rlhf-limits"]
PARAMS = Path(__file__).parents[2] / "src/extrabrain/coach/params"


def explained(text: str) -> dict[str, Explanation]:
    return {one.about: one for one in Coach(None).explain(Answer(None, RLHF.text, text), RLHF)}


@pytest.mark.parametrize(
    ("name", "value", "usual", "words"),
    [
        ("rate:scorn", 3.41, 0.1, "words of scorn, for each 100 words: 3.4 (usually 0.1)"),
        ("top:pr", 2.0, -1.0, "a clause that sounds like worry about the picture it gives: more than usual"),
        ("top:pr", -2.0, -1.0, "a clause that sounds like worry about the picture it gives: less than usual"),
        ("told:limits", 0.31, 0.3, "words spent on where it stops working: about as usual"),
        ("odds:no-result", 2.0, 0.0, "the finding no-result being likely: more than usual"),
        ("is:star", 1.0, 0.4, "it is a story of something that you did: yes"),
        ("short", 0.0, 0.1, "it has fewer than 60 words: no"),
    ],
)
def test_a_sign_is_put_into_words(name: str, value: float, usual: float, words: str) -> None:
    assert sign_in_words(name, value, usual) == words


def test_every_sign_that_is_weighed_has_words() -> None:
    words = json.loads((PARAMS / "signs.json").read_text("utf-8"))
    scales = shipped_scales()
    names = {sign for table in (scales.full, scales.cues) for scale in table.values() for sign in scale.signs}
    for name in names:
        what, _, of = name.partition(":")
        assert name in words["signs"] or what in words["signs"], name
        if what in ("rate", "peak"):
            assert of in words["cues"], name
        elif what not in ("odds", "is", "again", "echo"):
            assert set(filter(None, of.split(">"))) <= set(words["labels"]), name
    assert set(words["cues"]) <= set(FEATURES)
    assert set(heads("labels").names) <= set(words["labels"])


def test_a_count_is_told_with_its_limit() -> None:
    one = explained("Um, so, um, we, um, tested it, um, and, um, it held. " * 4)["filler-heavy"]
    assert one.reported
    assert one.log_odds is None
    assert one.says.startswith("24 fillers, ")
    calm = explained(RLHF.strong)["filler-heavy"]
    assert not calm.reported
    assert calm.says.startswith("0 fillers, 0.0 ")


def test_what_is_silent_says_why() -> None:
    short = explained("I would never do that.")
    assert all(
        "silent" in one.says for one in short.values() if one.log_odds is not None and not one.reported
    )
    assert explained(RLHF.strong)["dismissive"].says == "silent: its signs together do not weigh enough"
    assert explained("") == {}


def test_a_quoted_clause_is_in_the_answer() -> None:
    for one in explained(RLHF.strong).values():
        for sign in one.signs:
            assert sign.quote is None or (sign.quote.text in RLHF.strong and sign.value > sign.usual)
