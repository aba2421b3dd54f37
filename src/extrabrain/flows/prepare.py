"""From the workspace to questions for the bank: drafted, held against the bank by meaning, taken or
refused.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.generate import GENERATORS, generate
from extrabrain.bank.generate.resume import drafts as claims
from extrabrain.bank.generate.wording import Wording
from extrabrain.bank.pack import own_question
from extrabrain.core.document import Document
from extrabrain.core.errors import UsageProblem
from extrabrain.core.proposal import Proposal, ProposalState
from extrabrain.core.question import Question, Source
from extrabrain.library.embed import Vectors
from extrabrain.record import documents, proposals
from extrabrain.record.db import Store

SAME = 0.82
"""Cosine from which two questions ask the same."""

EVIDENCE = 0.42
"""Cosine from which a line of the user's own shows what a job description asks for."""

Reword = Callable[[Question, str], str]
"""A question and the words that prompted it to a nicer wording of it; a language model can stand here."""


class Embedder(Protocol):
    def embed(self, texts: Sequence[str]) -> Vectors: ...


class Adopting(Protocol):
    """The bank, as far as this needs it."""

    def all(self) -> dict[str, Question]: ...

    def adopt(self, question: Question) -> None: ...


@dataclass(frozen=True, slots=True)
class Offered:
    """`proposals` are all that wait for a decision; `fresh` of them were not there before, `merged` were left
    out because the bank or another proposal asks the same."""

    proposals: tuple[Proposal, ...]
    documents: int
    fresh: int
    merged: int


class Prepare:
    """Without an embedder only questions of the same words count as the same."""

    def __init__(
        self, store: Store, bank: Adopting, embedder: Embedder | None, reword: Reword | None = None
    ) -> None:
        self._store = store
        self._bank = bank
        self._embedder = embedder
        self._reword = reword

    def generate(self, document_id: int | None = None) -> Offered:
        """Reads the documents that are turned on, or one of them, and keeps what they prompt."""
        materials = self._materials(document_id)
        made = self._proposals(materials)
        fresh = proposals.offer(self._store, made, [m.document_id for m in materials])
        waiting = tuple(proposals.list_proposals(self._store, state="new"))
        merged = sum(p.state == "known" for p in made)
        return Offered(waiting, len(materials), fresh, merged)

    def decide(
        self, proposal_id: str, state: ProposalState, fields: Mapping[str, Any] | None = None
    ) -> Proposal:
        """Accepts (with other `fields` of the question where given), rejects, or takes the decision back.

        `NotFound` without such a proposal, `UsageProblem` where a field is off.
        """
        if state not in ("accepted", "rejected", "new"):
            raise UsageProblem("There is no such decision.", next_step="Choose accepted, rejected or new.")
        proposal = proposals.get(self._store, proposal_id)
        if state == "accepted":
            self._bank.adopt(_edited(proposal.question, fields or {}))
        proposals.decide(self._store, proposal_id, state)
        return proposals.get(self._store, proposal_id)

    def accept_all(self) -> list[Proposal]:
        waiting = proposals.list_proposals(self._store, state="new")
        return [self.decide(proposal.proposal_id, "accepted") for proposal in waiting]

    def _materials(self, document_id: int | None) -> list[Material]:
        if document_id is not None:
            return [_material(*documents.get(self._store, document_id))]
        listed = documents.list_documents(self._store)
        chosen = [d for d in reversed(listed) if d.enabled and d.kind in GENERATORS]
        return [_material(*documents.get(self._store, d.document_id)) for d in chosen]

    def _proposals(self, materials: Sequence[Material]) -> list[Proposal]:
        drafted = generate(materials)
        bank = {i: q for i, q in self._bank.all().items() if not q.source.document.startswith("document:")}
        like = self._alike([draft.text for _, draft in drafted], bank)
        evidence = self._evidence(drafted, materials)
        made: dict[str, Proposal] = {}
        for number, (material, draft) in enumerate(drafted):
            proposal = _proposal(material, draft, evidence.get(number))
            if same := like[number]:
                proposal = replace(proposal, state="known", like=same)
            elif self._reword is not None:
                said = self._reword(proposal.question, proposal.quote)
                proposal = replace(proposal, question=replace(proposal.question, text=said))
            made.setdefault(proposal.proposal_id, proposal)
        return list(made.values())

    def _alike(self, texts: Sequence[str], bank: Mapping[str, Question]) -> list[str | None]:
        """For each text the question of the bank, or the earlier text, that asks the same."""
        ids = list(bank)
        plain = {_plain(question.text): i for i, question in bank.items()}
        found: list[str | None] = [plain.get(_plain(text)) for text in texts]
        if self._embedder is None or not texts:
            return found
        known = self._embedder.embed([question.text for question in bank.values()])
        own = self._embedder.embed(list(texts))
        near, among = own @ known.T, own @ own.T
        for at in range(len(texts)):
            best = int(np.argmax(near[at])) if ids else -1
            earlier = [i for i in range(at) if found[i] is None and among[at, i] >= _threshold(texts, i, at)]
            if found[at] is None and best >= 0 and near[at, best] >= SAME:
                found[at] = ids[best]
            elif found[at] is None and earlier:
                found[at] = "another proposal"
        return found

    def _evidence(
        self, drafted: Sequence[tuple[Material, Draft]], materials: Sequence[Material]
    ) -> dict[int, str]:
        """For what a job description asks: the user's own line that shows it best, by the draft's number."""
        jobs = {n: d for n, (m, d) in enumerate(drafted) if m.kind == "job" and d.key_points}
        own = [d for m in materials if m.kind == "resume" for d in claims(m, Wording())]
        facts = list(dict.fromkeys(d.key_points[0] for d in own if d.key_points))
        if self._embedder is None or not jobs or not facts:
            return {}
        asked = self._embedder.embed([d.key_points[0] for d in jobs.values()])
        near = asked @ self._embedder.embed(facts).T
        best = near.argmax(axis=1)
        return {
            n: facts[int(best[row])].replace("What you did:", "Your own evidence:")
            for row, n in enumerate(jobs)
            if near[row, best[row]] >= EVIDENCE
        }


def _threshold(texts: Sequence[str], one: int, other: int) -> float:
    """Two questions about the same line share half of their words and still ask different things."""
    start = texts[one].split(". ", 1)[0]
    return 1.01 if texts[other].startswith(start) and texts[one] != texts[other] else 0.9


def _material(document: Document, text: str) -> Material:
    return Material(document.document_id, document.kind, document.title, text)


def _proposal(material: Material, draft: Draft, evidence: str | None) -> Proposal:
    quote = material.text[draft.start_char : draft.end_char]
    mark = hashlib.blake2b(f"{_plain(quote)}\0{draft.angle}".encode(), digest_size=5).hexdigest()
    words = "-".join(re.findall(r"[a-z0-9]+", draft.text.lower())[:5])[:40].strip("-")
    question = Question(
        question_id=f"{words}-{mark[:6]}",
        text=draft.text,
        kind=draft.kind,
        pattern=draft.pattern,
        topics=("your-own-work",) if material.kind != "job" else ("the-role",),
        difficulty=draft.difficulty,
        tests=draft.tests,
        key_points=(*draft.key_points, *([evidence] if evidence else [])),
        source=Source(f"document:{material.document_id}", draft.start_char, draft.end_char),
    )
    return Proposal(mark, material.document_id, material.title, question, quote)


def _edited(question: Question, fields: Mapping[str, Any]) -> Question:
    if not fields:
        return question
    made = own_question({"text": question.text, "kind": question.kind, **fields, "id": question.question_id})
    return replace(question, **{name: getattr(made, name) for name in fields}, pattern=made.pattern)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
