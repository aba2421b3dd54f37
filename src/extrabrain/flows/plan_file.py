"""The plan as a file: for a calendar, for notes, for cards, for paper."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from extrabrain.core.codec import to_plain
from extrabrain.core.plan import Plan
from extrabrain.core.question import Question
from extrabrain.flows.plan_page import markdown


@dataclass(frozen=True, slots=True)
class FileKind:
    """`name` is what the file is called where nobody says otherwise."""

    name: str
    media: str


FORMATS: Mapping[str, FileKind] = {
    "md": FileKind("plan.md", "text/markdown"),
    "ics": FileKind("plan.ics", "text/calendar"),
    "obsidian": FileKind("plan-obsidian.zip", "application/zip"),
    "anki": FileKind("plan.apkg", "application/octet-stream"),
    "pdf": FileKind("plan.pdf", "application/pdf"),
    "docx": FileKind("plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "json": FileKind("plan.json", "application/json"),
}


def plan_file(plan: Plan, questions: Mapping[str, Question], kind: str) -> bytes:
    """The whole file, of a kind of `FORMATS`."""
    return _MAKERS[kind](plan, questions)


def _md(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    del questions
    return markdown(plan).encode()


def _json(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    del questions
    return (json.dumps(to_plain(plan), ensure_ascii=False, indent=2) + "\n").encode()


def _pdf(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    from extrabrain.flows.paper_pdf import pdf

    del questions
    return pdf(markdown(plan))


def _docx(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    from extrabrain.flows.paper_docx import docx

    del questions
    return docx(markdown(plan))


def _ics(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    from extrabrain.flows.plan_ics import calendar

    del questions
    return calendar(plan)


def _obsidian(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    from extrabrain.flows.plan_obsidian import vault

    return vault(plan, questions)


def _anki(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    from extrabrain.flows.plan_anki import deck

    return deck(plan, questions)


_MAKERS: Mapping[str, Callable[[Plan, Mapping[str, Question]], bytes]] = {
    "md": _md,
    "ics": _ics,
    "obsidian": _obsidian,
    "anki": _anki,
    "pdf": _pdf,
    "docx": _docx,
    "json": _json,
}
