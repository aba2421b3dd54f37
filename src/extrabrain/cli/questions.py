"""`extrabrain questions`: the bank in the terminal."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.question import Question, QuestionKind, Source

KINDS = click.Choice(["technical", "behavioural", "scenario"])


@click.group()
def questions() -> None:
    """The question bank: list, show, add, import."""


@questions.command("list")
@click.argument("words", nargs=-1)
@click.option("--kind", type=KINDS, help="Only this kind.")
@click.option("--pattern", type=click.Choice(["star", "scaling", "explain"]), help="Only this pattern.")
@click.option("--topic", help="Only this topic.")
@json_option
def list_questions(words: tuple[str, ...], kind: Any, pattern: Any, topic: str | None, as_json: bool) -> None:
    """Questions, all or those with every one of WORDS."""
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        found = bench.bank.filtered(kind=kind, pattern=pattern, topic=topic, words=" ".join(words))
    brief = [
        {
            "question_id": q.question_id,
            "text": q.text,
            "kind": q.kind,
            "pattern": q.pattern,
            "topics": q.topics,
            "difficulty": q.difficulty,
            "key_points": len(q.key_points),
        }
        for q in found
    ]
    text = "\n".join(f"{q.question_id:<34} {q.kind:<12} {q.text}" for q in found)
    count = f"{len(found)} question{'' if len(found) == 1 else 's'}"
    show(brief, f"{text}\n\n{count}." if found else "No question matches.", as_json=as_json, message=count)


@questions.command("show")
@click.argument("question_id")
@json_option
def show_question(question_id: str, as_json: bool) -> None:
    """One question with its key points, follow-ups, sample answers and sources."""
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        question = bench.bank.get(question_id)
    show(question, _page(question), as_json=as_json)


@questions.command("add")
@click.argument("text")
@click.option("--id", "question_id", help="Its id; made from the text where left out.")
@click.option("--kind", type=KINDS, default="technical", show_default=True)
@click.option("--topic", "topics", multiple=True, help="May be given several times.")
@click.option("--key-point", "key_points", multiple=True, help="May be given several times.")
@click.option("--follow-up", "follow_ups", multiple=True, help="May be given several times.")
@json_option
def add_question(
    text: str,
    question_id: str | None,
    kind: QuestionKind,
    topics: tuple[str, ...],
    key_points: tuple[str, ...],
    follow_ups: tuple[str, ...],
    as_json: bool,
) -> None:
    """Add a question of your own."""
    from extrabrain.bank.pack import parse_pack
    from extrabrain.cli.bench import workbench

    entry = {
        "id": question_id or _slug(text),
        "text": text,
        "kind": kind,
        "topics": list(topics),
        "key_points": list(key_points),
        "follow_ups": list(follow_ups),
    }
    import yaml

    head = {"pack": "own", "title": "Own questions", "version": 1, "questions": [entry]}
    made = parse_pack(yaml.safe_dump(head), "the question").questions[0]
    question = replace(made, source=Source("own"))
    with workbench() as bench:
        bench.bank.add(question)
    show(question, f"Added {question.question_id}.", as_json=as_json, message="added")


@questions.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def import_packs(files: tuple[Path, ...], as_json: bool) -> None:
    """Import question packs (YAML). All files are checked before any is taken."""
    from extrabrain.bank.pack import read_pack
    from extrabrain.cli.bench import workbench

    packs = [read_pack(file) for file in files]
    taken: list[dict[str, Any]] = []
    with workbench() as bench:
        for file, pack in zip(files, packs, strict=True):
            new, updated = bench.bank.take(pack)
            taken.append({"path": str(file), "pack": pack.name, "new": new, "updated": updated})
    lines = [f"{t['path']}: {t['new']} new, {t['updated']} updated" for t in taken]
    show(taken, "\n".join(lines), as_json=as_json, message="imported")


@questions.command("schema")
def pack_schema() -> None:
    """Print the JSON Schema of a pack file."""
    import json

    from extrabrain.bank.pack import schema

    json.dump(schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(words[:6])[:48] or "question"


def _page(question: Question) -> str:
    lines = [
        question.text,
        "",
        f"{question.question_id} · {question.kind} · {question.pattern} · {', '.join(question.topics)}",
    ]
    if question.tests:
        lines += ["", f"What it tests: {question.tests}"]
    for title, items in (("Key points", question.key_points), ("Follow-ups", question.follow_ups)):
        if items:
            lines += ["", title, *(f"  - {item}" for item in items)]
    for title, text in (("A strong answer", question.strong), ("A weak answer", question.weak)):
        if text:
            lines += ["", title, click.wrap_text(text, 96, "  ", "  ")]
    if question.weak_because:
        lines += ["", f"  Why it is weak: {question.weak_because}"]
    if question.study:
        lines += ["", "What to study"]
        lines += [f"  - {s.title} ({s.authors}, {s.year}). {s.why}" for s in question.study]
    return "\n".join(lines)
