"""`extrabrain practice`: one attempt from the terminal, saved like one in the app."""

import sys
from pathlib import Path
from typing import Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.core.errors import UsageProblem


@click.command()
@click.argument("question", required=False)
@click.option("--audio", type=click.Path(path_type=Path), help="A recording of the answer.")
@click.option("--text", type=click.Path(allow_dash=True, path_type=Path), help="A text file, or - for stdin.")
@click.option("--mic", is_flag=True, help="Speak now; Enter or Ctrl-C ends the answer.")
@click.option("--device", help="Microphone for --mic, by name (default: the one in settings).")
@click.option("--engine", help="Speech engine (default: the one in settings).")
@json_option
def practice(
    question: str | None,
    audio: Path | None,
    text: Path | None,
    mic: bool,
    device: str | None,
    engine: str | None,
    as_json: bool,
) -> None:
    """Answer QUESTION (an id of the bank; a random one where left out), save it, print the feedback."""
    if (audio is not None) + (text is not None) + mic != 1:
        raise UsageProblem(
            "Say how you answer.", next_step="Give exactly one of --audio FILE, --text FILE (or -), --mic."
        )
    from extrabrain.cli.bench import workbench
    from extrabrain.cli.feedback_page import feedback_page
    from extrabrain.cli.starter import need_starter
    from extrabrain.core.codec import to_plain

    with workbench() as bench:
        asked = _choose(bench, question)
        if text is not None:
            words = _read(text)
            need_starter(bench.weights, ("minilm-l6-v2",))
            attempt, feedback = bench.practice.typed(asked, words)
        else:
            need_starter(bench.weights)
            from extrabrain.cli.spoken import from_microphone, from_recording

            if audio is not None:
                attempt, feedback = from_recording(bench, asked, audio, engine)
            else:
                attempt, feedback = from_microphone(bench, asked, engine, device)
    data: dict[str, Any] = {
        **to_plain(feedback),
        "session_id": attempt.session_id,
        "question_id": asked.question_id,
        "attempt": attempt.number,
    }
    show(data, feedback_page(feedback), as_json=as_json)


def _choose(bench: Any, question: str | None) -> Any:
    import random

    if question is not None:
        return bench.bank.get(question)
    chosen = random.choice(list(bench.bank.all().values()))
    note(f"Question: {chosen.text}")
    return chosen


def _read(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path} cannot be read as text.", next_step="Give a UTF-8 text file.") from error
