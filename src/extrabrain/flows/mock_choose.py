"""Which questions a mock interview asks: by role, topics and weakness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from extrabrain.core.errors import UsageProblem
from extrabrain.core.question import QuestionKind
from extrabrain.flows.today import Tried

FEWEST, MOST = 3, 8
UNTRIED_NEED = 2.0
"""How much a question that was never tried needs practice, on the scale of 4 minus its latest score."""
SAME_TOPIC = 0.6
"""What a topic that the interview already has takes from the need of a question."""

ROLES: Mapping[str, tuple[QuestionKind, ...]] = {
    "mixed": ("behavioural", "technical", "scenario"),
    "research": ("technical", "technical", "scenario", "technical", "behavioural"),
    "engineering": ("technical", "scenario", "technical", "behavioural"),
    "policy": ("scenario", "behavioural", "scenario", "technical"),
    "behavioural": ("behavioural",),
}
"""The order of kinds for each role, gone through again and again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for. No `topics`: any; `weakness` prefers what went badly or was never tried."""

    role: str = "mixed"
    topics: tuple[str, ...] = ()
    count: int = 5
    weakness: bool = True


def choose(tried: Sequence[Tried], wish: Wish, random: Random) -> list[str]:
    """Ids of `wish.count` different questions, in the order to ask them.

    A question of a wished topic comes before any other; then the kind that is due for the role; then what
    needs practice most, with topics that the interview already has counting less. `random` breaks ties.
    `UsageProblem` for an unknown role or a count outside 3 to 8.
    """
    if wish.role not in ROLES:
        raise UsageProblem(f"There is no role {wish.role!r}.", next_step=f"Choose one of {', '.join(ROLES)}.")
    if not FEWEST <= wish.count <= MOST:
        raise UsageProblem(
            f"A mock interview has {FEWEST} to {MOST} questions.", next_step="Choose a number between."
        )
    left = list(tried)
    random.shuffle(left)
    asked: list[Tried] = []
    kinds = ROLES[wish.role]
    while left and len(asked) < wish.count:
        due = kinds[len(asked) % len(kinds)]
        best = max(
            left, key=lambda t: (_wished(t, wish), t.kind == due, t.kind in kinds, _need(t, wish, asked))
        )
        asked.append(best)
        left.remove(best)
    return [t.question_id for t in asked]


def _wished(question: Tried, wish: Wish) -> bool:
    return any(topic in wish.topics for topic in question.topics)


def _need(question: Tried, wish: Wish, asked: Sequence[Tried]) -> float:
    need = 0.0
    if wish.weakness:
        need = UNTRIED_NEED if question.latest is None else 4.0 - question.latest
    had = {topic for earlier in asked for topic in earlier.topics}
    return need - SAME_TOPIC * sum(topic in had and topic not in wish.topics for topic in question.topics)
