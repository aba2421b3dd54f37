"""The plan against random and fixed-interval plans, for simulated learners with the same minutes.

    uv run python benchmarks/plan.py [--learners 24] [--days 60] [--minutes 60] [--people NAME…] [--dry]

The learner does not remember as the planner supposes: scores are seen with noise, and how he forgets and
learns is hidden from every plan. The rule of the plan was chosen on a few learners of the first people; the
others are drawn from parameters and forget along curves that it has never seen, and it was not changed after
they were. docs/study.md has the assumptions in full. Reported: the expected rubric on the day of the
interview, the mean over the questions that the interview may ask, by the same weights for all plans.
"""

import argparse
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from extrabrain.bank.memory import Review, after, grade_of, noon
from extrabrain.bank.pack import builtin
from extrabrain.bank.plan import MINUTES, Aim, Planner
from extrabrain.bank.standing import UNPREPARED, Standing
from extrabrain.core.question import Question
from ledger import append

START = date(2026, 1, 5)
FIXED = (1, 3, 7, 14, 30)
"""Days between the attempts of the fixed-interval plan."""


Range = tuple[float, float]


@dataclass(frozen=True)
class People:
    """How learners are drawn. Pairs are mean and spread of a normal draw, or the ends of an even one.

    `half_life` is the mean and spread of its logarithm, in days. `own` is how far one learner's half-lives
    and rates all lie from those of the others. `power` is the exponent of a power law, 0 for halving.
    """

    base: Range
    ceiling: Range
    rate: Range
    half_life: Range
    growth: Range
    noise: float
    own: float = 0.0
    power: float = 0.0


PEOPLE = {
    "as tuned": People((1.6, 0.5), (3.6, 0.25), (0.2, 0.5), (1.1, 0.5), (1.5, 5.0), noise=0.35),
    "quick to forget": People((1.2, 0.6), (3.4, 0.35), (0.15, 0.45), (0.5, 0.6), (0.6, 2.5), 0.5, own=0.3),
    "slow to forget": People((2.0, 0.6), (3.7, 0.2), (0.3, 0.7), (2.2, 0.7), (1.0, 3.0), 0.25, own=0.3),
    "long tails": People((1.5, 0.7), (3.5, 0.3), (0.1, 0.6), (1.2, 0.9), (0.8, 4.0), 0.5, own=0.4, power=0.5),
}
SEEDS = {"as tuned": 0, "quick to forget": 510_007, "slow to forget": 620_011, "long tails": 730_003}


@dataclass
class Trace:
    """One question in a learner's head. `half_life` in days; `known` 0–1 of what there is to learn."""

    base: float
    ceiling: float
    rate: float
    half_life: float
    growth: float
    power: float
    known: float = 0.0
    last: int = 0

    def share(self, day: int) -> float:
        """Of what was known after the last attempt; a half after the half-life, by either law."""
        gone = (day - self.last) / self.half_life
        if self.power:
            return (1 + gone * (2 ** (1 / self.power) - 1)) ** -self.power
        return 0.5**gone

    def level(self, day: int) -> float:
        return self.base + (self.ceiling - self.base) * self.known * self.share(day)

    def attempt(self, day: int) -> None:
        share = self.share(day)
        kept = self.known * share
        if self.known:
            self.half_life *= 1 + self.growth * (1 - share)
        self.known = kept + self.rate * (1 - kept)
        self.last = day


def learner(people: People, questions: list[Question], random: Random) -> dict[str, Trace]:
    person = random.lognormvariate(0, people.own) if people.own else 1.0
    return {
        q.question_id: Trace(
            base=min(3.0, max(0.3, random.gauss(*people.base))),
            ceiling=min(4.0, max(3.1, random.gauss(*people.ceiling))),
            rate=min(0.9, person * random.uniform(*people.rate)),
            half_life=person * random.lognormvariate(*people.half_life),
            growth=random.uniform(*people.growth),
            power=people.power,
        )
        for q in questions
    }


Pick = Callable[[int, list[str]], str | None]
"""The next question of a day (its number), given what the day already had; none where it has no wish."""


class AtRandom:
    name = "random"

    def __init__(self, questions: list[Question], random: Random, days: int) -> None:
        self._ids = [q.question_id for q in questions]
        self._random = random

    def day(self, day: int, minutes: int, costs: dict[str, int]) -> list[str]:
        return fill(self._random.sample(self._ids, len(self._ids)), minutes, costs)

    def saw(self, day: int, question_id: str, score: float) -> None: ...


class Fixed:
    name = "fixed intervals"

    def __init__(self, questions: list[Question], random: Random, days: int) -> None:
        self._new = [q.question_id for q in questions]
        random.shuffle(self._new)
        self._due: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def day(self, day: int, minutes: int, costs: dict[str, int]) -> list[str]:
        due = sorted((at, i) for i, at in self._due.items() if at <= day)
        return fill([i for _, i in due] + self._new, minutes, costs)

    def saw(self, day: int, question_id: str, score: float) -> None:
        if question_id in self._new:
            self._new.remove(question_id)
        times = self._times.get(question_id, 0)
        self._times[question_id] = times + 1
        self._due[question_id] = day + FIXED[min(times, len(FIXED) - 1)]


class Planned:
    name = "plan (FSRS)"

    def __init__(self, questions: list[Question], random: Random, days: int) -> None:
        self._standings = {q.question_id: Standing(q) for q in questions}
        self._firsts: list[float] = []
        self._interview = START + timedelta(days)

    def day(self, day: int, minutes: int, costs: dict[str, int]) -> list[str]:
        usual = statistics.mean(self._firsts) if self._firsts else UNPREPARED
        standings = [s if s.tries else replace(s, base=usual, level=usual) for s in self._standings.values()]
        planner = Planner(standings, Aim(), self._interview)
        return [c.standing.question.question_id for c in planner.day(START + timedelta(day), minutes)]

    def saw(self, day: int, question_id: str, score: float) -> None:
        old = self._standings[question_id]
        if not old.tries:
            self._firsts.append(score)
        review = Review(noon(START + timedelta(day)), grade_of(score))
        self._standings[question_id] = replace(
            old,
            memory=after(old.memory, review),
            base=min(old.base, score) if old.tries else score,
            level=score,
            tries=old.tries + 1,
        )


POLICIES = (AtRandom, Fixed, Planned)


def fill(order: list[str], minutes: int, costs: dict[str, int]) -> list[str]:
    """As many of them, in order, as there is time for."""
    chosen: list[str] = []
    for question_id in order:
        if costs[question_id] <= minutes:
            chosen.append(question_id)
            minutes -= costs[question_id]
    return chosen


def run(
    policy: type, people: People, questions: list[Question], seed: int, days: int, minutes: int
) -> tuple[float, int]:
    """The expected rubric on the day, and the minutes that were used."""
    mind = learner(people, questions, Random(seed))
    luck = Random(seed + 1)
    plan = policy(questions, Random(seed + 2), days)
    costs = {q.question_id: MINUTES[q.kind] for q in questions}
    used = 0
    for day in range(days):  # minutes that nothing fitted into are there on the next day
        for question_id in plan.day(day, minutes * (day + 1) - used, costs):
            score = mind[question_id].level(day) + luck.gauss(0, people.noise)
            plan.saw(day, question_id, min(4.0, max(0.0, score)))
            mind[question_id].attempt(day)
            used += costs[question_id]
    return statistics.mean(trace.level(days) for trace in mind.values()), used


def compared(
    name: str, questions: list[Question], learners: int, days: int, minutes: int
) -> dict[str, object]:
    """The mean of each plan, and for how many learners ours is better."""
    figures: dict[str, object] = {}
    scores: dict[str, list[float]] = {}
    for policy in POLICIES:
        seeds = [SEEDS[name] + 100 * n for n in range(learners)]
        ran = [run(policy, PEOPLE[name], questions, seed, days, minutes) for seed in seeds]
        scores[policy.name] = [score for score, _ in ran]
        mean = statistics.mean(scores[policy.name])
        used = statistics.mean(used for _, used in ran)
        print(f"{name}: {policy.name:<16} {mean:.3f} of 4 on the day, {used:.0f} minutes used", flush=True)
        figures[policy.name] = round(mean, 3)
    ours = scores.pop(Planned.name)
    for other, theirs in scores.items():
        ahead = [a - b for a, b in zip(ours, theirs, strict=True)]
        better = sum(one > 0 for one in ahead)
        print(f"{name}: better than {other} for {better} of {len(ours)}, by {statistics.mean(ahead):.3f}")
        figures[f"better than {other}"] = f"{better}/{len(ours)}"
    return figures


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--learners", type=int, default=24)
    ask.add_argument("--days", type=int, default=60)
    ask.add_argument("--minutes", type=int, default=60)
    ask.add_argument("--questions", type=int, default=0, help="the first so many of the bank; 0: all")
    ask.add_argument("--people", nargs="*", choices=tuple(PEOPLE), default=list(PEOPLE))
    ask.add_argument("--dry", action="store_true", help="print only")
    given = ask.parse_args()
    questions = list(builtin().values())[: given.questions or None]
    figures: dict[str, object] = {"days": given.days, "minutes": given.minutes, "questions": len(questions)}
    for name in given.people:
        figures[name] = compared(name, questions, given.learners, given.days, given.minutes)
    if not given.dry:
        append("plan", figures)


if __name__ == "__main__":
    main()
