"""A question that a document of the user's prompted, before they took it into their bank."""

from dataclasses import dataclass
from typing import Literal

from extrabrain.core.question import Question

ProposalState = Literal["new", "accepted", "rejected", "known"]
"""`known`: a question of the bank already asks it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`quote` is the slice of the document that prompted it, `[start_char, end_char)` as in the question's
    source; `like` the id of a question of the bank that means the same, where there is one."""

    proposal_id: str
    document_id: int
    title: str
    question: Question
    quote: str
    state: ProposalState = "new"
    like: str | None = None
