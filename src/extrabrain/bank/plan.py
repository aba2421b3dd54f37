"""Chooses what to practise on which day so that the expected rubric on the day of the interview is highest.

Greedy: of all questions the one whose next attempt adds most per minute, then the next, while there is time;
a day is a mixture of kinds, as an interview is.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extrabrain.bank.memory import recall
from extrabrain.bank.standing import Standing
from extrabrain.core.feedback import Axis
from extrabrain.core.question import Question, QuestionKind

MINUTES: Mapping[QuestionKind, int] = {"technical": 12, "behavioural": 10, "scenario": 14}
"""An answer, its feedback read, and one more try."""

WISHED, OF_ROLE, UNTESTED, OWN, WEAK, POINTS = 1.0, 0.5, 0.3, 0.3, 0.5, 0.1
"""What each adds to the weight of a question: a wished topic; the kinds of the role; a topic without any
answer yet; words of the user's own documents that prompted it, past interviews and the job among them; for
each point that a weak axis lies below `GOOD`; each missed key point, up to four."""

AGAIN = 0.8
"""What another question of the same kind counts on one day."""

SCANT, AMPLE = 0.5, 2.5
"""Attempts that the time left allows for each question. With few, a question is soon taken up again and some
are learned well; with many, it first has to fade, and all get their turn. Both are better than either rule
alone (benchmarks/plan.py)."""

SOONEST = 0.1
"""The chance of having forgotten from which a question is due, with scant time."""

GOOD = 2.5

AXES_OF_KIND: Mapping[QuestionKind, tuple[Axis, ...]] = {
    "technical": ("technical", "tradeoffs"),
    "behavioural": ("judgement", "communication"),
    "scenario": ("tradeoffs", "judgement"),
}
"""The axes that a kind of question trains most."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What the interview asks for: topics, the share of each kind for the role, and the user's mean
    per axis.
    """

    topics: tuple[str, ...] = ()
    kinds: Mapping[QuestionKind, float] = field(default_factory=dict[QuestionKind, float])
    axes: Mapping[Axis, float] = field(default_factory=dict[Axis, float])
    untested: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question for a day, as it stood before; `gain` is on the rubric on the day of the interview."""

    standing: Standing
    minutes: int
    gain: float
    why: str


class Planner:
    """Goes through the days once; each choice is taken as practised, so that the next one builds on it."""

    def __init__(self, standings: Iterable[Standing], aim: Aim, interview: date) -> None:
        self._now = {s.question.question_id: s for s in standings}
        self._aim = aim
        self._interview = interview
        self._weights = {i: weight(s, aim) for i, s in self._now.items()}

    def expected(self) -> float:
        """The mean rubric on the day of the interview as things stand, by weight; 0 without questions."""
        total = sum(self._weights.values())
        if not total:
            return 0.0
        return sum(self._weights[i] * s.expected(self._interview) for i, s in self._now.items()) / total

    def by_weight(self) -> list[Question]:
        """All questions, those that the interview asks for most first."""
        order = sorted(self._now, key=lambda i: (-self._weights[i], i))
        return [self._now[i].question for i in order]

    def day(self, on: date, minutes: int, *, but: Collection[str] = (), new: bool = True) -> list[Chosen]:
        """What to practise in so many minutes; `but` are questions already done, `new=False` leaves out those
        never tried. One attempt that is longer than the time left is still taken where the day has none."""
        faded = self._faded(on, minutes)
        worth = {
            i: self._gain(s, on) * spaced(s, on, faded) * self._weights[i] / MINUTES[s.question.kind]
            for i, s in self._now.items()
            if i not in but and (new or s.tries)
        }
        order = sorted((i for i, value in worth.items() if value > 0), key=lambda i: (-worth[i], i))
        chosen: list[Chosen] = []
        left, kinds = minutes, Counter[QuestionKind]()
        while order and left > 0:
            best = max(order, key=lambda i: worth[i] * AGAIN ** kinds[self._now[i].question.kind])
            order.remove(best)
            standing = self._now[best]
            cost = MINUTES[standing.question.kind]
            if cost > left and chosen:
                continue
            why = reason(standing, self._aim, on)
            chosen.append(Chosen(standing, cost, self._gain(standing, on), why))
            self._now[best] = standing.practised(on)
            kinds[standing.question.kind] += 1
            left -= cost
        return chosen

    def _faded(self, on: date, minutes: int) -> float:
        """How likely a question should be forgotten before its next attempt counts in full."""
        all_once = sum(MINUTES[s.question.kind] for s in self._now.values())
        attempts = (self._interview - on).days * minutes / max(1, all_once)
        return min(1.0, max(SOONEST, (attempts - SCANT) / (AMPLE - SCANT)))

    def _gain(self, standing: Standing, on: date) -> float:
        then = self._interview if self._interview > on else on
        return standing.practised(on).expected(then) - standing.expected(then)


def spaced(standing: Standing, on: date, faded: float) -> float:
    """What an attempt counts on that day, 0–1: little while the last one is fresh."""
    if standing.memory is None:
        return 1.0
    return min(1.0, ((1 - recall(standing.memory, on)) / faded) ** 0.5)


def weight(standing: Standing, aim: Aim) -> float:
    question = standing.question
    total = 1.0
    if any(topic in aim.topics for topic in question.topics):
        total += WISHED
    total += OF_ROLE * aim.kinds.get(question.kind, 0.0)
    if standing.tries == 0 and any(topic in aim.untested for topic in question.topics):
        total += UNTESTED
    if question.source.start_char is not None:
        total += OWN
    lacking = (max(0.0, GOOD - aim.axes.get(axis, GOOD)) for axis in AXES_OF_KIND[question.kind])
    total += WEAK * sum(lacking)
    return total + POINTS * min(4, len(standing.missed))


def reason(standing: Standing, aim: Aim, on: date) -> str:
    """Why this question and why that day, in a sentence or two."""
    said: list[str] = []
    if standing.planned:
        return "Comes back before it fades." if standing.planned == 1 else "Once more, further apart."
    if standing.memory is None:
        fresh = next((t for t in standing.question.topics if t in aim.untested), None)
        if standing.question.source.start_char is not None:
            said.append("From your own documents, not tried yet.")
        else:
            said.append(f"Nothing on {_topic(fresh)} tried yet." if fresh else "Not tried yet.")
    elif standing.level < GOOD:
        said.append(f"Last time it came to {standing.level:.1f} of 4.")
    if standing.memory is not None and (kept := recall(standing.memory, on)) < 0.9:
        said.append(f"Fading: about {kept:.0%} of it is still there.")
    if standing.missed:
        count = len(standing.missed)
        said.append(f"{count} key point{'s were' if count > 1 else ' was'} missing.")
    weak = _weakest(AXES_OF_KIND[standing.question.kind], aim)
    if weak is not None and len(said) < 2:
        said.append(f"Trains {AXIS_NAMES[weak]}, your weakest so far.")
    wished = next((t for t in standing.question.topics if t in aim.topics), None)
    if wished and len(said) < 2:
        said.append(f"On your list: {_topic(wished)}.")
    return " ".join(said) or "Keeps it fresh."


AXIS_NAMES: Mapping[Axis, str] = {
    "technical": "technical understanding",
    "tradeoffs": "trade-off reasoning",
    "judgement": "judgement",
    "communication": "communication",
}


def _weakest(axes: Sequence[Axis], aim: Aim) -> Axis | None:
    if not aim.axes:
        return None
    lowest = min(aim.axes, key=lambda axis: aim.axes[axis])
    return lowest if lowest in axes and aim.axes[lowest] < GOOD else None


def _topic(topic: str) -> str:
    return topic.replace("-", " ")
