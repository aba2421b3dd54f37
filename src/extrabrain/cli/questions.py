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
    """The question bank: list, show, add, import, and questions from your own documents."""


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


@questions.command("generate")
@click.option("--document", type=int, help="Only from this document; see `documents list`.")
@click.option("--accept-all", is_flag=True, help="Take all that wait into the bank.")
@click.option("--accept", multiple=True, metavar="ID", help="Take this one; may be given several times.")
@click.option("--reject", multiple=True, metavar="ID", help="Refuse this one; it does not come back.")
@click.option("--engine", default="none", help="PROVIDER/MODEL words them more naturally; some seconds each.")
@json_option
def generate_questions(
    document: int | None,
    accept_all: bool,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    engine: str,
    as_json: bool,
) -> None:
    """Questions from your documents, each with the words that prompted it, to take or refuse."""
    from extrabrain.cli.bench import workbench
    from extrabrain.flows.prepare import Prepare

    with workbench() as bench:
        chosen = bench.minds.engine(engine)
        reword = None
        if chosen is not None:
            from extrabrain.flows.reword import Reworder

            reword = Reworder(chosen)
        prepare = Prepare(bench.store, bench.bank, bench.embedder(), reword)
        decided = [prepare.decide(i, "accepted") for i in accept]
        decided += [prepare.decide(i, "rejected") for i in reject]
        offered = prepare.generate(document)
        decided += prepare.accept_all() if accept_all else []
    taken = {p.proposal_id for p in decided}
    waiting = [p for p in offered.proposals if p.proposal_id not in taken]
    data = {
        "documents": offered.documents,
        "fresh": offered.fresh,
        "merged": offered.merged,
        "accepted": [p for p in decided if p.state == "accepted"],
        "rejected": [p for p in decided if p.state == "rejected"],
        "proposals": waiting,
    }
    counts = f"{sum(p.state == 'accepted' for p in decided)} taken, {len(waiting)} wait for you"
    show(data, _offered(decided, waiting, offered.documents), as_json=as_json, message=counts)


def _offered(decided: list[Any], waiting: list[Any], documents: int) -> str:
    if not documents:
        return "There is nothing to ask about yet. Bring your documents with `extrabrain import PATH`."
    lines = [f"{'Taken' if p.state == 'accepted' else 'Refused'}: {p.question.text}" for p in decided]
    for p in waiting:
        prompted = " ".join(p.quote.split())
        lines += [
            "",
            f"{p.proposal_id}  {p.question.text}",
            f"            from {p.title}: “{prompted[:120]}”",
        ]
    if waiting:
        lines += [
            "",
            f"{len(waiting)} wait. Take one with --accept ID, refuse it with --reject ID, or --accept-all.",
        ]
    return "\n".join(lines) if lines else "Nothing new: everything is decided."


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
