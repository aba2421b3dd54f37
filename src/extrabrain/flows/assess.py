"""Feedback without a session: one answer, or a stream of JSON lines; nothing is saved."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from extrabrain.coach.coach import Coach
from extrabrain.coach.explain import Explanation
from extrabrain.coach.patterns import guess_pattern
from extrabrain.core.answer import Answer
from extrabrain.core.errors import Problem, UsageProblem
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import PATTERN_OF_KIND, Pattern, Question, QuestionKind
from extrabrain.core.transcript import fold
from extrabrain.flows.json_line import json_object
from extrabrain.flows.transcribe import Transcribed

MAX_CHARS = 400_000
"""About five hours of talk."""

LOOK_AHEAD = 8
"""Lines that are read ahead for each worker, so that a long file never lies in memory."""

PATTERNS: tuple[str, ...] = get_args(Pattern)
KIND_OF_PATTERN: dict[Pattern, QuestionKind] = {pattern: kind for kind, pattern in PATTERN_OF_KIND.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: `feedback`, or `code` and `message` of what was wrong with it."""

    id: Any
    code: int
    feedback: Feedback | None
    message: str
    explained: tuple[Explanation, ...] = ()


class Assessing:
    """Assesses with one coach; a question that stands in `bank` brings its pattern and key points.

    `explains`: outcomes of lines say why, too, which takes twice as long.
    """

    def __init__(self, coach: Coach, bank: Mapping[str, Question], *, explains: bool = False) -> None:
        self._coach = coach
        self._explains = explains
        self._by_words = {_plain(question.text): question for question in bank.values()}

    def question(
        self, text: str, pattern: str | None = None, key_points: Sequence[str] | None = None
    ) -> Question:
        """`pattern` and `key_points` go before those of the bank; without either the pattern is guessed."""
        if not text.strip():
            raise UsageProblem("The question is empty.", next_step="Give the question that was answered.")
        if pattern is not None and pattern not in PATTERNS:
            raise UsageProblem(
                f"There is no pattern {pattern!r}.", next_step=f"Choose one of {', '.join(PATTERNS)}."
            )
        known = self._by_words.get(_plain(text))
        chosen = cast("Pattern", pattern or (known.pattern if known else guess_pattern(text)))
        if known is None:
            known = Question(question_id="", text=text.strip(), kind=KIND_OF_PATTERN[chosen], pattern=chosen)
        points = known.key_points if key_points is None else tuple(key_points)
        return replace(known, pattern=chosen, key_points=points)

    def text(self, text: str, question: Question, *, feedback_id: str = "") -> Feedback:
        """`UsageProblem` where there is nothing to assess or too much of it."""
        return self._assess(Answer(question.question_id or None, question.text, text), question, feedback_id)

    def explain(self, text: str, question: Question) -> tuple[Explanation, ...]:
        """The signs behind each finding and missing part of `text`, also those that stayed silent."""
        return self._coach.explain(Answer(question.question_id or None, question.text, text), question)

    def recording(self, heard: Transcribed, question: Question, *, feedback_id: str = "") -> Feedback:
        """Feedback with times; `Problem` where no speech was heard."""
        transcript = fold(heard.segments)
        if not transcript.text:
            raise Problem(
                f"No speech was heard in {heard.path.name}.",
                next_step="Play it to check that it has sound, or give the answer with --text.",
            )
        answer = Answer(
            question.question_id or None,
            question.text,
            transcript.text,
            words=transcript.words,
            duration_ms=heard.duration_ms,
            voiced=heard.voiced,
            filled_pauses=heard.filled_pauses,
        )
        return self._assess(answer, question, feedback_id)

    def lines(self, lines: Iterable[str], *, workers: int | None = None) -> Iterator[Outcome]:
        """One outcome for each line, in order; blank lines are skipped. A bad line does not stop the run."""
        count = workers or max(1, os.cpu_count() or 1)
        waiting: deque[Future[Outcome]] = deque()
        with ThreadPoolExecutor(count, thread_name_prefix="assess") as pool:
            for line in lines:
                if not line.strip():
                    continue
                waiting.append(pool.submit(self.line, line))
                while len(waiting) > count * LOOK_AHEAD or (waiting and waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def line(self, line: str) -> Outcome:
        """One JSON line `{"id", "question", "text", "pattern"?, "key_points"?}`."""
        line_id: Any = None
        try:
            entry = json_object(line)
            line_id = entry.get("id")
            question = self.question(
                _string(entry, "question"), _optional_string(entry, "pattern"), _points(entry)
            )
            text = _string(entry, "text")
            feedback = self.text(text, question, feedback_id=str(line_id))
            explained = self.explain(text, question) if self._explains else ()
        except Problem as problem:
            return Outcome(line_id, problem.code, None, str(problem))
        return Outcome(line_id, 0, feedback, "ok", explained)

    def _assess(self, answer: Answer, question: Question, feedback_id: str) -> Feedback:
        if not answer.text.strip():
            raise UsageProblem("The answer is empty.", next_step="Write or speak an answer first.")
        if len(answer.text) > MAX_CHARS:
            raise UsageProblem("The answer is too long.", next_step=f"Give at most {MAX_CHARS:,} characters.")
        return self._coach.assess(answer, question, feedback_id=feedback_id)


def read_text(path: Path) -> str:
    """A UTF-8 text file; `UsageProblem` where it cannot be read as one."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path} cannot be read as text.", next_step="Give a UTF-8 text file.") from error


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip("?.! ")


def _string(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise UsageProblem(f"`{name}` is missing or not a string.", next_step="See `assess --help`.")
    return value


def _optional_string(entry: dict[str, Any], name: str) -> str | None:
    return None if entry.get(name) is None else _string(entry, name)


def _points(entry: dict[str, Any]) -> tuple[str, ...] | None:
    value = entry.get("key_points")
    if value is None:
        return None
    points = cast("list[Any]", value) if isinstance(value, list) else [None]
    if not all(isinstance(point, str) and point.strip() for point in points):
        raise UsageProblem("`key_points` is not a list of sentences.", next_step="See `assess --help`.")
    return tuple(str(point) for point in points)
