"""The plan as a folder for Obsidian: a page for each day, a page for each question, linked both ways."""

import io
import json
import re
import zipfile
from collections.abc import Mapping

from extrabrain.core.plan import Plan, PlanDay
from extrabrain.core.question import Question
from extrabrain.flows.plan_page import head, spoken

FOLDER = "Interview plan"


def vault(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    """A zip of the folder; unpack it into a vault."""
    out = io.BytesIO()
    ids = [item.question_id for day in plan.days for item in day.items if item.question_id]
    named = {question_id: questions[question_id] for question_id in ids if question_id in questions}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(f"{FOLDER}/Plan.md", _plan(plan))
        for day in plan.days:
            folder.writestr(f"{FOLDER}/Days/{day.on}.md", _day(day))
        for question_id, question in named.items():
            days = [d.on for d in plan.days if any(i.question_id == question_id for i in d.items)]
            folder.writestr(f"{FOLDER}/Questions/{question_id}.md", _question(question, days))
    return out.getvalue()


def _plan(plan: Plan) -> str:
    front = _front(
        {"tags": ["interview-plan"], "interview": plan.interview_date, "topics": list(plan.wish.topics)}
    )
    days = "\n".join(f"- [[{day.on}]]: {day.minutes} min, {len(day.items)} items" for day in plan.days)
    return f"{front}# Study plan\n\n{head(plan)}\n\n{days}\n"


def _day(day: PlanDay) -> str:
    front = _front({"tags": ["interview-plan/day"], "date": day.on, "minutes": day.minutes})
    lines = [f"# {spoken(day.on)}", "", "[[Plan]]", ""]
    for item in day.items:
        mark = "x" if item.done else " "
        title = _plain(item.title)
        linked = f"[[{item.question_id}|{title}]]" if item.kind == "practise" and item.question_id else title
        lines += [f"- [{mark}] {linked} ({item.minutes} min)", f"    - {_plain(item.why)}"]
    return front + "\n".join(lines) + "\n"


def _question(question: Question, days: list[str]) -> str:
    front = _front(
        {
            "tags": ["interview-plan/question", *question.topics],
            "kind": question.kind,
            "difficulty": question.difficulty,
        }
    )
    lines = [f"# {question.text}", "", "On " + ", ".join(f"[[{day}]]" for day in days), ""]
    if question.key_points:
        lines += ["## Key points", "", *(f"- {point}" for point in question.key_points), ""]
    if question.follow_ups:
        lines += ["## What may be asked next", "", *(f"- {each}" for each in question.follow_ups), ""]
    return front + "\n".join(lines)


def _front(fields: dict[str, object]) -> str:
    """YAML: JSON values are YAML values."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _plain(text: str) -> str:
    """Without the signs that would end a link."""
    return re.sub(r"[\[\]|\n]+", " ", text).strip()
