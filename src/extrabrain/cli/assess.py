"""`extrabrain assess`: feedback on an answer; nothing is saved."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.cli.lines import lines_of
from extrabrain.core.errors import Problem, UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.core.feedback import Feedback
    from extrabrain.core.question import Question
    from extrabrain.flows.assess import Assessing, Outcome


@click.command()
@click.option("--question", help="The question that was answered.")
@click.option("--question-id", help="Its id in the bank instead: brings pattern and key points.")
@click.option("--text", type=click.Path(allow_dash=True, path_type=Path), help="A text file, or - for stdin.")
@click.option("--audio", type=click.Path(path_type=Path), help="A recording of the answer.")
@click.option("--pattern", type=click.Choice(["star", "scaling", "explain"]), help="Default: guessed.")
@click.option("--key-point", "key_points", multiple=True, help="May be given several times.")
@click.option("--engine", help="Speech engine for --audio (default: the one in settings).")
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, path_type=Path),
    help='Lines {"id","question","text","pattern"?,"key_points"?}; one result line for each, in order.',
)
@click.option("--explain", is_flag=True, help="Also the signs and weights behind each finding.")
@json_option
def assess(
    question: str | None,
    question_id: str | None,
    text: Path | None,
    audio: Path | None,
    pattern: str | None,
    key_points: tuple[str, ...],
    engine: str | None,
    jsonl: Path | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Feedback on an answer; nothing is saved."""
    if jsonl is not None:
        if question or question_id or text or audio or pattern or key_points:
            raise UsageProblem("--jsonl stands alone.", next_step="Put question and pattern in each line.")
        _stream(jsonl, explains=explain)
        return
    _one_of("which question", {"--question": question, "--question-id": question_id})
    _one_of("which answer", {"--text": text, "--audio": audio})
    from extrabrain.cli.explain_page import explain_page
    from extrabrain.cli.feedback_page import feedback_page
    from extrabrain.core.codec import to_plain

    with _assessing(speech=audio is not None) as (bench, assessing):
        if question_id is not None:
            question = bench.bank.get(question_id).text
        asked = assessing.question(question or "", pattern, key_points or None)
        if text is not None:
            feedback = assessing.text(_read(text), asked, feedback_id=question_id or "")
        else:
            feedback = _recording(bench, assessing, audio or Path(), asked, engine)
        explained = assessing.explain(feedback.text, asked) if explain else None
    if explained is None:
        show(feedback, feedback_page(feedback), as_json=as_json)
        return
    page = f"{feedback_page(feedback)}\n{explain_page(explained)}"
    show({"feedback": to_plain(feedback), "explain": to_plain(explained)}, page, as_json=as_json)


def _one_of(what: str, given: dict[str, Any]) -> None:
    if sum(value is not None for value in given.values()) != 1:
        raise UsageProblem(f"Say {what}.", next_step=f"Give exactly one of {' and '.join(given)}.")


@contextmanager
def _assessing(*, speech: bool, explains: bool = False) -> "Generator[tuple[Workbench, Assessing]]":
    from extrabrain.cli.bench import workbench
    from extrabrain.cli.starter import need_starter
    from extrabrain.flows.assess import Assessing

    with workbench() as bench:
        try:
            need_starter(bench.weights, None if speech else ("minilm-l6-v2",))
        except Problem as problem:
            if speech:
                raise
            note(f"{problem} Going on without embeddings: feedback is weaker, and says so.")
        yield bench, Assessing(bench.coach(), bench.bank.all(), explains=explains)


def _recording(
    bench: "Workbench", assessing: "Assessing", path: Path, asked: "Question", engine: str | None
) -> "Feedback":
    from extrabrain.cli.first_send import hearing_first
    from extrabrain.flows.transcribe import Transcriber

    hearing_first(bench, engine)
    heard = Transcriber(bench.speech.vad(), bench.speech.engine(engine)).transcribe(path)
    return assessing.recording(heard, asked)


def _stream(path: Path, *, explains: bool) -> None:
    """Writes a line for each line; leaves with 6 if some were bad."""
    bad = total = 0
    with _assessing(speech=False, explains=explains) as (_, assessing), lines_of(path) as lines:
        for outcome in assessing.lines(lines):
            total += 1
            bad += outcome.code != 0
            sys.stdout.write(_line(outcome) + "\n")
            if not total % 64:
                sys.stdout.flush()
    sys.stdout.flush()
    if bad:
        click.echo(f"extrabrain: {bad} of {total} lines could not be assessed.", err=True)
        sys.exit(6)


def _line(outcome: "Outcome") -> str:
    import json

    from extrabrain.core.codec import to_plain

    plain = {
        "id": outcome.id,
        "code": outcome.code,
        "data": to_plain(outcome.feedback),
        "message": outcome.message,
    }
    if outcome.explained:
        plain["explain"] = to_plain(outcome.explained)
    return json.dumps(plain, ensure_ascii=False)


def _read(path: Path) -> str:
    from extrabrain.flows.assess import read_text

    if str(path) == "-":
        try:
            return sys.stdin.read()
        except UnicodeDecodeError as error:
            raise Problem("Standard input is not UTF-8 text.", next_step="Give UTF-8 text.") from error
    return read_text(path)
