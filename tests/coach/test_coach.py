"""What the coach promises of any answer, and the direction of its judgement on the bank's own samples."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from extrabrain.bank.pack import builtin
from extrabrain.coach.coach import Coach
from extrabrain.coach.compare import compare
from extrabrain.coach.pulse import PulseMachine
from extrabrain.core.answer import Answer
from extrabrain.core.feedback import AXES, Feedback
from extrabrain.core.finding import FindingKind
from extrabrain.core.question import PATTERN_PARTS, Question
from extrabrain.core.quote import Quote
from extrabrain.core.speech import Word
from extrabrain.library.meanings import MeaningMiniLM

RLHF = builtin()["rlhf-limits"]
ODD = {
    "empty": "",
    "blank": "  \n\t ",
    "one word": "No.",
    "emoji": "👩‍🔬 I measured 🎯 3 % 👍 and stopped at 5 %",
    "combining": "Le re\u0301sultat e\u0301tait nul, donc on a arre\u0302te\u0301.",
    "other script": "我们测试了模型。结果很好，但是我们没有上线。",
    "no words": "... --- !!! 12 ###",
    "one breath": "so we tested it and " * 300,
    "quotes": 'He said "it always works" and I said: never.\r\nThen (maybe) [not].',
    "long": (RLHF.strong + " ") * 90,
}


@pytest.fixture(scope="module")
def coach(models_dir: Path) -> Coach:
    return Coach(MeaningMiniLM(models_dir / "minilm-l6-v2"))


def assess(coach: Coach, text: str, question: Question = RLHF, **more: Any) -> Feedback:
    answer = Answer(question.question_id, question.text, text, **more)
    return coach.assess(answer, question, feedback_id="f")


def quotes(value: Any) -> Iterator[Quote]:
    if isinstance(value, Quote):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from quotes(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from quotes(item)


@pytest.mark.weights
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("question_id", ["rlhf-limits", "real-failure", "healthcare-privacy"])
def test_any_text_gets_whole_feedback_with_literal_quotes(coach: Coach, text: str, question_id: str) -> None:
    question = builtin()[question_id]
    feedback = assess(coach, text, question)
    for quote in quotes(feedback):
        assert feedback.text[quote.start_char : quote.end_char] == quote.text
    assert feedback.text == text
    assert [p.part for p in feedback.structure.parts] == list(PATTERN_PARTS[question.pattern])
    assert [a.axis for a in feedback.rubric] == list(AXES)
    assert all(0 <= a.score <= 4 for a in feedback.rubric)
    assert len(feedback.next_steps) <= 3
    assert {f.kind for f in feedback.findings} <= set(get_args(FindingKind))
    assert all(1 <= f.severity <= 3 and f.why and f.try_instead for f in feedback.findings)
    assert all(0 <= s.score <= 1 for s in feedback.specificity.sentences)
    assert feedback.coverage.overall is None or 0 <= feedback.coverage.overall <= 1
    assert len(feedback.coverage.points) == len(question.key_points)


@pytest.mark.weights
def test_missing_parts_have_no_quote_and_others_do(coach: Coach) -> None:
    for part in assess(coach, RLHF.weak).structure.parts:
        assert (part.quote is None) == (part.status == "missing")


@pytest.mark.weights
def test_the_same_answer_gets_the_same_feedback(coach: Coach) -> None:
    assert assess(coach, RLHF.weak) == assess(coach, RLHF.weak)


@pytest.mark.weights
def test_rewrites_invent_no_number_and_no_name(coach: Coach) -> None:
    for question in list(builtin().values())[::4]:
        for text in (question.weak, question.strong):
            feedback = assess(coach, text, question)
            rewrites = [step.after for step in feedback.next_steps] + [
                f.try_instead for f in feedback.findings
            ]
            for rewrite in rewrites:
                plain = re.sub(r"\[[^\]]*\]", "", rewrite)
                for number in re.findall(r"\d+(?:\.\d+)?", plain):
                    assert number in text, f"{question.question_id}: {rewrite}"


@pytest.mark.weights
def test_strong_samples_beat_weak_ones(coach: Coach) -> None:
    better = total = 0
    for question in list(builtin().values())[::3]:
        strong, weak = (
            sum(axis.score for axis in assess(coach, text, question).rubric)
            for text in (question.strong, question.weak)
        )
        better += strong > weak
        total += 1
    assert better >= 0.9 * total, f"{better} of {total}"


@pytest.mark.weights
def test_strong_samples_cover_more_key_points(coach: Coach) -> None:
    better = total = 0
    for question in list(builtin().values())[::3]:
        strong, weak = (
            assess(coach, text, question).coverage.overall for text in (question.strong, question.weak)
        )
        assert strong is not None
        assert weak is not None
        better += strong > weak
        total += 1
    assert better >= 0.85 * total, f"{better} of {total}"


def kinds(feedback: Feedback) -> set[str]:
    return {finding.kind for finding in feedback.findings}


@pytest.mark.weights
def test_length_and_fillers(coach: Coach) -> None:
    assert "too-short" in kinds(assess(coach, "I would use RLHF and then test it."))
    assert "too-long" in kinds(assess(coach, " ".join(q.strong for q in list(builtin().values())[:4])))
    heavy = re.sub(r"(\w+[.,]) ", r"\1 um, you know, like, ", RLHF.strong)
    feedback = assess(coach, heavy)
    assert "filler-heavy" in kinds(feedback)
    assert len(feedback.delivery.fillers) > 20
    assert "filler-heavy" not in kinds(assess(coach, RLHF.strong))


@pytest.mark.weights
def test_words_that_only_look_like_fillers() -> None:
    coach = Coach(None)
    found = assess(coach, "Uh-huh. I like tests. We ship it like the others.").delivery
    assert [q.text.lower() for q in found.fillers] == []


@pytest.mark.parametrize(("word_ms", "kind"), [(200, "too-fast"), (900, "too-slow"), (420, None)])
def test_pace_comes_from_time(word_ms: int, kind: str | None) -> None:
    said = RLHF.strong.split()
    words = tuple(Word(w, i * word_ms, (i + 1) * word_ms, False) for i, w in enumerate(said))
    end = len(words) * word_ms
    feedback = assess(Coach(None), " ".join(said), words=words, duration_ms=end, voiced=((0, end),))
    assert kinds(feedback) & {"too-fast", "too-slow"} == ({kind} if kind else set())
    assert feedback.delivery.words_per_minute == pytest.approx(60_000 / word_ms, rel=0.02)
    for quote in quotes(feedback):
        assert quote.start_ms is not None
        assert quote.end_ms is not None


def test_long_pauses_do_not_slow_the_pace() -> None:
    said = RLHF.strong.split()
    half, word_ms, pause_ms = len(said) // 2, 420, 20_000
    starts = [i * word_ms + (pause_ms if i >= half else 0) for i in range(len(said))]
    words = tuple(Word(w, at, at + word_ms, False) for w, at in zip(said, starts, strict=True))
    end = words[-1].end_ms
    voiced = ((0, half * word_ms), (half * word_ms + pause_ms, end))
    delivery = assess(Coach(None), " ".join(said), words=words, duration_ms=end, voiced=voiced).delivery
    assert [pause.end_ms - pause.start_ms for pause in delivery.pauses] == [pause_ms]
    assert delivery.words_per_minute == pytest.approx(60_000 / word_ms, rel=0.02)


def test_filled_pauses_in_the_sound_count_unless_the_text_has_them() -> None:
    said = ["um,", *RLHF.strong.split()]
    words = tuple(Word(w, i * 400, (i + 1) * 400, True) for i, w in enumerate(said))
    heard = ((100, 500), (30_000, 30_400), (50_000, 50_300))
    delivery = assess(Coach(None), " ".join(said), words=words, filled_pauses=heard).delivery
    assert [quote.text for quote in delivery.fillers] == ["um"]
    assert [pause.start_ms for pause in delivery.filled_pauses] == [30_000, 50_000]


def test_many_filled_pauses_in_the_sound_are_filler_heavy() -> None:
    said = RLHF.strong.split()
    words = tuple(Word(w, i * 400, (i + 1) * 400, True) for i, w in enumerate(said))
    heard = tuple((at, at + 300) for at in range(1000, len(said) * 400, 4000))
    assert "filler-heavy" in kinds(assess(Coach(None), " ".join(said), words=words, filled_pauses=heard))
    assert "filler-heavy" not in kinds(assess(Coach(None), " ".join(said), words=words))


def test_without_embeddings_it_says_so() -> None:
    assert "no embeddings" in assess(Coach(None), RLHF.weak).engine


@pytest.mark.weights
def test_comparing_attempts(coach: Coach) -> None:
    before, after = assess(coach, RLHF.weak), assess(coach, RLHF.strong)
    difference = compare(before, after)
    assert {f.kind for f in difference.fixed} == kinds(before) - kinds(after)
    assert {f.kind for f in difference.new} == kinds(after) - kinds(before)
    assert difference.words_change == after.words - before.words
    assert sum(a.after - a.before for a in difference.axes) > 0
    same = compare(before, before)
    assert (same.fixed, same.new, same.parts_gained, same.parts_lost) == ((), (), (), ())


def test_the_pulse_only_gains_parts_and_survives_revision() -> None:
    machine = PulseMachine(RLHF)
    words = RLHF.strong.split()
    heard: set[str] = set()
    for end in range(1, len(words), 7):
        pulse = machine.push(" ".join(words[:end]), (), end * 400)
        assert heard <= set(pulse.parts)
        heard = set(pulse.parts)
        assert pulse.words == end
    assert heard
    revised = machine.push("Something else was said.", (), 1000)
    assert revised.words == 4
