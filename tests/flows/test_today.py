"""What to do next, from what was done."""

from datetime import date

from extrabrain.core.question import PATTERN_OF_KIND, Question, QuestionKind
from extrabrain.flows.history import SessionLine
from extrabrain.flows.today import Today, today

ON = date(2026, 3, 10)


def question(question_id: str, kind: QuestionKind) -> Question:
    return Question(question_id, f"{question_id}?", kind, PATTERN_OF_KIND[kind])


BANK = {
    q.question_id: q
    for q in (
        question("t1", "technical"),
        question("t2", "technical"),
        question("b1", "behavioural"),
        question("s1", "scenario"),
    )
}


def line(question_id: str, overall: float | None, *, day: str = "2026-03-09", number: int = 1) -> SessionLine:
    session_id = f"{question_id}-{day}-{number}"
    return SessionLine(
        session_id,
        question_id,
        question_id,
        f"{question_id}?",
        f"{day}T09:00:00Z",
        None,
        number,
        overall,
        2,
        True,
    )


def made(*lines: SessionLine, interview: date | None = None, advice: str | None = "Name a number.") -> Today:
    return today(BANK, lines, lambda _: advice, interview=interview, on=ON)


def next_of(*lines: SessionLine) -> tuple[str, str]:
    action = made(*lines).next
    assert action is not None
    return action.kind, action.question.question_id


def test_the_first_question_of_the_bank_comes_first() -> None:
    assert next_of() == ("first", "t1")
    assert next_of(line("t2", None)) == ("first", "t1"), "a session without feedback is no answer"


def test_a_weak_answer_is_said_again_with_the_advice_it_got() -> None:
    action = made(line("t1", 1.4)).next
    assert action is not None
    assert (action.kind, action.question.question_id, action.why) == ("retry", "t1", "Name a number.")
    assert action.session_id == "t1-2026-03-09-1"


def test_after_three_in_a_row_something_else() -> None:
    thrice = [line("t1", 1.0, number=n) for n in (3, 2, 1)]
    assert next_of(*thrice[:2]) == ("retry", "t1")
    assert next_of(*thrice) == ("new", "b1")


def test_a_good_answer_leads_to_the_kind_with_the_fewest_answers() -> None:
    assert next_of(line("t1", 3.0)) == ("new", "b1")
    assert next_of(line("b1", 3.0), line("t1", 3.0)) == ("new", "s1")


def test_when_all_are_tried_the_weakest() -> None:
    lines = [line("t1", 3.0), line("t2", 2.0), line("b1", 1.0), line("s1", 3.0)]
    assert next_of(*lines) == ("weakest", "b1")
    assert [t.question_id for t in made(*lines).weakest] == ["b1", "t2"]
    assert next_of(*[line(q, 3.0 + n / 10) for n, q in enumerate(BANK)]) == ("weakest", "t1")


def test_the_days_and_the_counts() -> None:
    lines = [line("t1", 3.0), line("b1", 3.0, day="2026-03-04"), line("b1", 1.0, day="2026-03-03")]
    found = made(*lines, interview=date(2026, 3, 15))
    assert (found.days_left, found.interview_date) == (5, "2026-03-15")
    assert (found.answers_this_week, found.questions_tried, found.questions) == (2, 2, 4)
    assert [t.question_id for t in found.untried] == ["s1", "t2"]
    assert made().days_left is None
