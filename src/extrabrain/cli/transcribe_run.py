"""What `transcribe` does: check all files, load the models once, hear one file after the other."""

import asyncio
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from extrabrain.app.build import Workbench
from extrabrain.cli.bench import workbench
from extrabrain.cli.envelope import fail, note, show
from extrabrain.cli.first_send import hearing_first
from extrabrain.cli.meter import Meter
from extrabrain.cli.starter import need_starter
from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Partial, Problem, UsageProblem
from extrabrain.core.event import Noticed
from extrabrain.core.speech import Segment
from extrabrain.flows.live_file import Late, live_file
from extrabrain.flows.transcribe import Transcriber
from extrabrain.sound.file import probe
from extrabrain.words.captions import srt, vtt
from extrabrain.words.engines import VOICE_MODEL, entry


@dataclass(frozen=True, slots=True)
class FileText:
    """One file's result, as `--json` prints it. `live` holds delays, only with `--live`."""

    path: str
    text: str
    duration_ms: int
    engine: str
    segments: tuple[Segment, ...]
    notices: tuple[Noticed, ...]
    live: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def plain(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "path": self.path,
            "text": self.text,
            "duration_ms": self.duration_ms,
            "engine": self.engine,
            "segments": [_plain_segment(segment) for segment in self.segments],
            "notices": [{"what": n.what, "next_step": n.next_step} for n in self.notices],
        }
        return made | ({"live": self.live} if self.live else {})


def run(
    files: tuple[Path, ...],
    *,
    shape: str,
    engine: str | None,
    live: bool,
    output: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Prints or writes the results and leaves with the exit code."""
    _check_output(files, output)
    failed: list[tuple[Path, Problem]] = []
    done: list[FileText] = []
    with workbench() as bench:
        name = engine or bench.settings.engine
        model_id = entry(name).model_id
        readable = [path for path in files if _try(failed, path, lambda path=path: probe(path)) is not None]
        if readable:
            need_starter(bench.weights, tuple(filter(None, (VOICE_MODEL, model_id))))
            hearing_first(bench, name, yes=yes, as_json=as_json)
            hear = _Hearing(bench, name, live=live, lines_to_stderr=as_json or shape != "txt" or bool(output))
            for path in readable:
                result = _try(failed, path, lambda path=path: hear(path))
                if result is not None:
                    done.append(result)
                    _give(result, files, shape, output, as_json=as_json, live=live)
    _leave(done, failed, as_json=as_json)


class _Hearing:
    """One file after the other with the same models."""

    def __init__(self, bench: Workbench, engine: str, *, live: bool, lines_to_stderr: bool) -> None:
        self._vad = bench.speech.vad()
        self._engine = bench.speech.engine(engine)
        self._live = live
        self._to_stderr = lines_to_stderr

    def __call__(self, path: Path) -> FileText:
        result = self._live_text(path) if self._live else self._text(path)
        for notice in result.notices:
            note(f"extrabrain: {notice.what}\n  {notice.next_step}")
        return result

    def _text(self, path: Path) -> FileText:
        tell = Meter(path) if sys.stderr.isatty() else None
        heard = Transcriber(self._vad, self._engine).transcribe(path, tell)
        if tell is not None:
            tell.clear()
        return FileText(str(path), heard.text, heard.duration_ms, heard.engine, heard.segments, heard.notices)

    def _live_text(self, path: Path) -> FileText:
        lates: list[Late] = []

        def told(late: Late) -> None:
            lates.append(late)
            kind = "final  " if late.segment.is_final else "partial"
            click.echo(f"{late.delay_ms:5d} ms  {kind}  {late.segment.text}", err=self._to_stderr)

        run = asyncio.run(live_file(path, self._vad, self._engine, told))
        segments = tuple(s for s in run.transcript.segments if s.text)
        live = {
            "first_partial_ms": run.first_partial_ms,
            "final_ms": run.final_ms,
            "lag_ms": run.lag_ms,
            "lost_samples": run.lost_samples,
            "events": [
                {
                    "turn": late.segment.turn,
                    "revision": late.segment.revision,
                    "is_final": late.segment.is_final,
                    "delay_ms": late.delay_ms,
                    "text": late.segment.text,
                }
                for late in lates
            ],
        }
        return FileText(
            str(path),
            run.transcript.text,
            run.duration_ms,
            self._engine.name,
            segments,
            tuple(run.notices),
            live,
        )


def _try(failed: list[tuple[Path, Problem]], path: Path, work: Any) -> Any:
    """What `work` gives, or none and the problem kept."""
    try:
        return work()
    except Problem as problem:
        failed.append((path, problem))
        return None


def _check_output(files: tuple[Path, ...], output: Path | None) -> None:
    if output is None:
        return
    if len(files) > 1 and output.exists() and not output.is_dir():
        raise UsageProblem(f"{output} is not a folder.", next_step="Give a folder for several files.")
    if any(output.resolve() == path.resolve() for path in files):
        raise UsageProblem(f"{output} is the recording itself.", next_step="Give another --output.")


def _give(
    result: FileText, files: tuple[Path, ...], shape: str, output: Path | None, *, as_json: bool, live: bool
) -> None:
    if output is not None:
        place = _place(output, Path(result.path), shape, several=len(files) > 1)
        _write(place, _shaped(result, shape))
        note(f"Written: {place}")
    elif as_json or (live and shape == "txt"):
        return
    else:
        if len(files) > 1 and shape == "txt":
            click.echo(f"== {result.path}")
        click.echo(_shaped(result, shape).rstrip("\n"))


def _shaped(result: FileText, shape: str) -> str:
    if shape == "srt":
        return srt(result.segments)
    if shape == "vtt":
        return vtt(result.segments)
    if shape == "json":
        return json.dumps(result.plain, ensure_ascii=False, indent=2) + "\n"
    return result.text + "\n"


def _place(output: Path, path: Path, shape: str, *, several: bool) -> Path:
    return output / f"{path.name}.{shape}" if several or output.is_dir() else output


def _write(place: Path, text: str) -> None:
    made = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text, encoding="utf-8")
        made.replace(place)
    except OSError as reason:
        made.unlink(missing_ok=True)
        raise Problem(
            f"{place} cannot be written: {reason.strerror}.", next_step="Choose another --output."
        ) from reason


def _leave(done: list[FileText], failed: list[tuple[Path, Problem]], *, as_json: bool) -> None:
    data = {
        "files": [result.plain for result in done],
        "failed": [{"path": str(path), "code": p.code, "message": str(p)} for path, p in failed],
    }
    notices = [notice.what for result in done for notice in result.notices]
    if not failed:
        if as_json:
            show(data, "", as_json=True, message=" ".join(notices) or "ok")
        return
    problem = failed[0][1]
    if done:
        problem = Partial(f"{len(failed)} of {len(done) + len(failed)} files could not be read.")
    if as_json:
        told = problem if done or len(failed) == 1 else Problem(" ".join(str(p) for _, p in failed))
        show(data, "", as_json=True, message=str(told), code=problem.code)
    for _, each in failed if done else failed[1:]:
        note(f"extrabrain: {each.what}\n  {each.next_step}")
    fail(problem, as_json=False)


def _plain_segment(segment: Segment) -> dict[str, Any]:
    wanted = ("start_ms", "end_ms", "channel", "speaker", "text", "words")
    plain = to_plain(segment)
    return {name: plain[name] for name in wanted}
