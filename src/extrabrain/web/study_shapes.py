"""What requests about the plan, stories and proposed questions carry."""

from dataclasses import dataclass

from extrabrain.core.proposal import ProposalState
from extrabrain.core.question import QuestionKind


@dataclass(frozen=True, slots=True)
class PlanChange:
    """Whatever is given is changed. `role` as for a mock interview; no topics: all."""

    hours_a_day: float | None = None
    role: str | None = None
    topics: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ItemDone:
    """Of today."""

    item_id: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class OwnGrade:
    """1 forgotten, 2 hard, 3 good, 4 easy."""

    session_id: str
    attempt: int
    grade: int | None


@dataclass(frozen=True, slots=True)
class StoryFields:
    """`parts` by name. In a change, what is left out stays, and an empty part is taken out."""

    title: str | None = None
    parts: dict[str, str] | None = None
    competencies: tuple[str, ...] | None = None
    questions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CandidateChoice:
    """False refuses it for good."""

    keep: bool


@dataclass(frozen=True, slots=True)
class GenerateWish:
    """Without `document_id`: from all documents that are turned on."""

    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProposalChoice:
    """The other fields change the question as it is taken."""

    state: ProposalState
    text: str | None = None
    kind: QuestionKind | None = None
    difficulty: int | None = None
    key_points: tuple[str, ...] | None = None
