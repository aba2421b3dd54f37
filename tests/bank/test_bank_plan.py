"""What is chosen for a day, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from extrabrain.bank.memory import Review, after
from extrabrain.bank.plan import Aim, Planner, reason, weight
from extrabrain.bank.standing import Standing
from extrabrain.bank.tasks import readings, tasks
from extrabrain.core.question import Question, Source, Study

TODAY = date(2026, 3, 2)
THEN = date(2026, 3, 30)


def question(name: str, topic: str = "privacy", *, study: tuple[Study, ...] = ()) -> Question:
    return Question(name, f"What of {name}?", "technical", "explain", topics=(topic,), study=study)


def tried(name: str, level: float, days_ago: int, topic: str = "privacy") -> Standing:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC) - timedelta(days=days_ago)
    memory = after(None, Review(at, 3))
    return Standing(question(name, topic), memory, base=1.0, level=level, tries=1)


def chosen(*standings: Standing, aim: Aim | None = None, minutes: int = 12) -> list[str]:
    planner = Planner(standings, aim or Aim(), THEN)
    return [c.standing.question.question_id for c in planner.day(TODAY, minutes)]


def test_a_day_is_filled_and_not_overfilled() -> None:
    many = [Standing(question(f"q{n}")) for n in range(9)]
    planner = Planner(many, Aim(), THEN)
    first = planner.day(TODAY, 40)
    assert sum(c.minutes for c in first) == 36
    assert len({c.standing.question.question_id for c in first}) == 3
    second = planner.day(TODAY + timedelta(days=1), 40)
    assert not {c.standing.question.question_id for c in first} & {
        c.standing.question.question_id for c in second
    }


def test_wished_topics_weak_axes_and_missed_points_come_first() -> None:
    plain, wished = Standing(question("a")), Standing(question("b", "evals"))
    assert chosen(plain, wished, aim=Aim(topics=("evals",))) == ["b"]
    assert weight(plain, Aim(axes={"technical": 1.0})) > weight(plain, Aim(axes={"technical": 3.5}))
    assert weight(replace(plain, missed=("x", "y")), Aim()) > weight(plain, Aim())
    assert weight(plain, Aim(untested=frozenset({"privacy"}))) > weight(plain, Aim())


def test_a_day_is_a_mixture_of_kinds() -> None:
    told = [replace(question(f"a{n}"), kind="behavioural") for n in range(4)]
    asked = [Standing(q) for q in [*told, question("z")]]
    planner = Planner(asked, Aim(), THEN)
    assert [c.standing.question.kind for c in planner.day(TODAY, 32)].count("technical") == 1


def test_a_question_from_the_user_s_documents_comes_first_and_says_so() -> None:
    own = Standing(replace(question("own"), source=Source("cv.pdf", 3, 40)))
    assert chosen(Standing(question("any")), own) == ["own"]
    assert "your own documents, not tried" in reason(own, Aim(), TODAY)


def test_what_fades_is_taken_up_before_what_is_fresh() -> None:
    assert chosen(tried("fresh", 2.5, 0), tried("old", 2.5, 20)) == ["old"]


def test_the_reason_is_the_question_s_own() -> None:
    old = replace(tried("old", 1.2, 30), missed=("a limit",))
    said = reason(old, Aim(), TODAY)
    assert "1.2 of 4" in said and "Fading" in said and "1 key point was missing" in said
    assert "Nothing on privacy" in reason(
        Standing(question("n")), Aim(untested=frozenset({"privacy"})), TODAY
    )


def test_expected_rubric_grows_with_the_plan() -> None:
    planner = Planner([Standing(question(f"q{n}")) for n in range(4)], Aim(), THEN)
    before = planner.expected()
    for n in range(20):
        planner.day(TODAY + timedelta(days=n), 24)
    assert planner.expected() > before + 0.3


def test_each_source_is_read_once() -> None:
    paper = Study("On gaps", "A. Body", 2024, "Shows them.")
    found = readings([question("a", study=(paper,)), question("b", study=(paper,))], ())
    assert [item.item_id for item in found] == ["read:on-gaps"]
    assert readings([question("a", study=(paper,))], {"read:on-gaps"}) == []


def test_all_four_habits_come_within_two_weeks_and_stay_on_their_days() -> None:
    days = [TODAY + timedelta(days=n) for n in range(14)]
    laid = {d: [i.item_id for i in tasks(d, 60, days_left=40, stories=5)] for d in days}
    habits = {i for items in laid.values() for i in items if i.startswith("habit:")}
    assert habits == {
        f"habit:{h}" for h in ("primary-reading", "compare-labs", "regional-examples", "out-loud")
    }
    assert laid[days[3]] == [i.item_id for i in tasks(days[3], 60, days_left=37, stories=5)]
    assert [i.item_id for i in tasks(THEN, 60, days_left=0, stories=0)] == ["habit:the-day"]
