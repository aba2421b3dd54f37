"""What a wish for advice is about: a session, its question, and passages of the user's documents."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extrabrain.advice.tasks.table import task as task_named
from extrabrain.core.advice import Brief, Cited, Material, Point
from extrabrain.core.egress import Category
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.finding import Finding

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench

MAX_WISH_CHARS = 1_000
QUERY_CHARS = 400
"""Of an answer, where there is no question to look for passages with."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`session_id` brings its question and what was said in it. `materials` and the chosen `documents` of the
    workspace, such as a screenshot, come before the passages that are found there; those are left out where
    `workspace` is false. `words` narrow the task; `profile` names how it is to be given, the chosen one where
    there is none.
    """

    task: str
    question: str = ""
    answer: str = ""
    session_id: str = ""
    words: str = ""
    materials: tuple[Material, ...] = ()
    workspace: bool = True
    profile: str | None = None
    documents: tuple[int, ...] = ()


def briefed(bench: "Workbench", wish: Wish, engine: str | None) -> tuple[Brief, tuple[str, ...]]:
    """The brief for an engine (by name; none for the chosen one), and what the user should know about it.

    `NotPermitted` where the session's rules leave assistance off.
    """
    task = task_named(wish.task)
    if len(wish.words) > MAX_WISH_CHARS:
        raise UsageProblem("That wish is too long.", next_step=f"Keep it under {MAX_WISH_CHARS} characters.")
    profile = bench.workspace.profile(wish.profile)
    brief = Brief(task.name, wish.question, wish.answer, wish.materials, wish.words, profile=profile)
    if wish.session_id:
        brief = _of_session(bench, brief, wish.session_id)
    if not task.draws:
        unread = f"{task.name} works on what you said alone; the documents that you chose are left out."
        return brief, (unread,) if wish.documents else ()
    found = [_whole(bench, document_id) for document_id in dict.fromkeys(wish.documents)]
    if wish.workspace:
        query = brief.question or brief.wish or brief.answer[:QUERY_CHARS]
        found += [m for m in bench.workspace.materials(query) if m.document_id not in wish.documents]
    there: set[Category] = {material.category for material in found}
    kept = {category: bench.minds.keeps_from(category, engine) for category in there}
    given = [material for material in found if not kept[material.category]]
    told = tuple(sorted(reason for reason in kept.values() if reason))
    return replace(brief, materials=(*brief.materials, *given)), told


def _whole(bench: "Workbench", document_id: int) -> Material:
    """A document that the user chose, all of it; too much is cut when the prompt is made, and told."""
    from extrabrain.record import documents

    document, text = documents.get(bench.store, document_id)
    category: Category = "screenshot" if document.kind == "screenshot" else "documents"
    return Material(document.external_id, document.title, text, category, document_id)


def session_of_attempt(bench: "Workbench", question_id: str, attempt: int) -> str:
    """The session of the N-th attempt at a question, from 1."""
    from extrabrain.record import answers

    tries = answers.scores(bench.store, question_id)
    found = next((one.session_id for one in tries if one.attempt == attempt), None)
    if found is None:
        raise NotFound(
            f"There is no attempt {attempt} at {question_id}.",
            next_step=f"There are {len(tries)}; see extrabrain sessions list.",
        )
    return found


def _of_session(bench: "Workbench", brief: Brief, session_id: str) -> Brief:
    from extrabrain.flows.history import look_back
    from extrabrain.flows.permit import need
    from extrabrain.record.sessions import resolve

    record = look_back(bench.store, resolve(bench.store, session_id))
    need(record.session, "assistance")
    asked = record.question.text if record.question else record.session.title
    known = record.feedback.findings if record.feedback else ()
    return replace(
        brief, question=brief.question or asked, answer=record.text, known=tuple(map(_point, known))
    )


def _point(finding: Finding) -> Point:
    quote = finding.quote
    cite = Cited("answer", quote.start_char, quote.end_char, quote.text)
    return Point(finding.kind, finding.why, (cite,), finding.try_instead)
