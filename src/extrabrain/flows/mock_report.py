"""The one report at the end of a mock interview, as data and as Markdown."""

from dataclasses import dataclass

from extrabrain.core.errors import NotFound
from extrabrain.core.feedback import AXES, Axis, Feedback, NextStep
from extrabrain.core.finding import FindingKind
from extrabrain.core.question import Question
from extrabrain.flows.session_page import minutes, one_line
from extrabrain.record import answers, mocks
from extrabrain.record.db import Store
from extrabrain.record.mocks import MockTurn, StoredMock, TurnState
from extrabrain.record.sessions import mean_score

MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class TurnReport:
    """One question and how its answer went; without an answer everything about it is none or empty.

    `gained`: for a follow-up, the parts that the answer before it missed and this one has.
    """

    position: int
    question: Question
    follows: int | None
    state: TurnState
    session_id: str | None
    overall: float | None
    words: int
    target_words: tuple[int, int] | None
    duration_ms: int | None
    findings: tuple[FindingKind, ...]
    missing: tuple[str, ...]
    gained: tuple[str, ...]
    next_step: NextStep | None


@dataclass(frozen=True, slots=True)
class AxisMean:
    axis: Axis
    score: float


@dataclass(frozen=True, slots=True)
class FindingCount:
    kind: FindingKind
    answers: int


@dataclass(frozen=True, slots=True)
class MockReport:
    """Scores (0–4) are means over the planned questions that were answered: a follow-up is shorter by nature.

    `common` counts the answers with each kind of finding, those in two or more; `first_steps` are at most
    three positions whose next step is worth most: those of the weakest answers.
    """

    mock_id: str
    started_at: str
    ended_at: str | None
    turns: tuple[TurnReport, ...]
    overall: float | None
    axes: tuple[AxisMean, ...]
    common: tuple[FindingCount, ...]
    first_steps: tuple[int, ...]
    words: int
    speaking_ms: int


@dataclass(frozen=True, slots=True)
class MockLine:
    """An interview in the list."""

    mock_id: str
    started_at: str
    ended_at: str | None
    questions: int
    answered: int
    overall: float | None


def report(store: Store, mock_id: str) -> MockReport:
    """`NotFound` if there is no such interview."""
    return _report(store, mocks.get(store, mock_id))


def listed(store: Store) -> list[MockLine]:
    """Newest first."""
    return [_line(_report(store, mock)) for mock in mocks.list_mocks(store)]


def _line(made: MockReport) -> MockLine:
    return MockLine(
        mock_id=made.mock_id,
        started_at=made.started_at,
        ended_at=made.ended_at,
        questions=len(made.turns),
        answered=sum(turn.state == "answered" for turn in made.turns),
        overall=made.overall,
    )


def _report(store: Store, mock: StoredMock) -> MockReport:
    said = {turn.position: _feedback(store, turn) for turn in mock.turns}
    turns = tuple(_turn(turn, said[turn.position], said.get(turn.follows or 0)) for turn in mock.turns)
    planned = [f for t in mock.turns if t.follows is None and (f := said[t.position]) is not None]
    return MockReport(
        mock_id=mock.mock_id,
        started_at=mock.started_at,
        ended_at=mock.ended_at,
        turns=turns,
        overall=_mean([score for f in planned if (score := mean_score(f.rubric)) is not None]),
        axes=_axes(planned),
        common=_common(turns),
        first_steps=_first_steps(turns),
        words=sum(turn.words for turn in turns),
        speaking_ms=sum(turn.duration_ms or 0 for turn in turns),
    )


def _common(turns: tuple[TurnReport, ...]) -> tuple[FindingCount, ...]:
    counts: dict[FindingKind, int] = {}
    for turn in turns:
        for kind in turn.findings:
            counts[kind] = counts.get(kind, 0) + 1
    ordered = sorted(counts, key=lambda kind: -counts[kind])
    return tuple(FindingCount(kind, counts[kind]) for kind in ordered if counts[kind] > 1)


def _first_steps(turns: tuple[TurnReport, ...]) -> tuple[int, ...]:
    """Of the weakest planned answers; the same advice only once."""
    found: dict[str, int] = {}
    for turn in sorted(turns, key=lambda t: t.overall or 0.0):
        if turn.next_step is not None and turn.follows is None:
            found.setdefault(turn.next_step.why, turn.position)
    return tuple(found.values())[:MOST_STEPS]


def _feedback(store: Store, turn: MockTurn) -> Feedback | None:
    if turn.state != "answered" or turn.session_id is None:
        return None
    found = answers.latest(store, turn.session_id)
    return found.feedback if found else None


def _turn(turn: MockTurn, said: Feedback | None, before: Feedback | None) -> TurnReport:
    missed = _missing(before) if before is not None and turn.follows is not None else ()
    return TurnReport(
        position=turn.position,
        question=turn.question,
        follows=turn.follows,
        state=turn.state,
        session_id=turn.session_id,
        overall=mean_score(said.rubric) if said else None,
        words=said.words if said else 0,
        target_words=said.delivery.length.target_words if said and turn.follows is None else None,
        duration_ms=said.delivery.duration_ms if said else None,
        findings=tuple(kind for kind in _kinds(said) if _counts(turn, kind)) if said else (),
        missing=_missing(said) if said and turn.follows is None else (),
        gained=tuple(part for part in missed if said and part not in _missing(said)),
        next_step=said.next_steps[0] if said and said.next_steps else None,
    )


def _counts(turn: MockTurn, kind: FindingKind) -> bool:
    """A follow-up is answered in a few sentences: that is no fault of it."""
    return turn.follows is None or kind not in (
        "too-short",
        "off-topic",
        "no-result",
        "no-learning",
        "no-owner",
    )


def _kinds(said: Feedback) -> tuple[FindingKind, ...]:
    return tuple(dict.fromkeys(finding.kind for finding in said.findings))


def _missing(said: Feedback) -> tuple[str, ...]:
    return tuple(part.part for part in said.structure.parts if part.status == "missing")


def _axes(planned: list[Feedback]) -> tuple[AxisMean, ...]:
    found: list[AxisMean] = []
    for axis in AXES:
        score = _mean([a.score for f in planned for a in f.rubric if a.axis == axis])
        if score is not None:
            found.append(AxisMean(axis, score))
    return tuple(found)


def _mean(scores: list[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None


def markdown(store: Store, mock_id: str) -> str:
    """The report to keep or to share; what was said is escaped, so that it never becomes markup."""
    made = report(store, mock_id)
    if not any(turn.state == "answered" for turn in made.turns):
        raise NotFound("This interview has no answer to report.", next_step="Answer a question first.")
    when = made.started_at.replace("T", " ").replace("Z", " UTC")
    facts = [when, f"{made.words} words"]
    if made.speaking_ms:
        facts.append(f"{minutes(made.speaking_ms)} of speaking")
    if made.overall is not None:
        facts.append(f"overall {made.overall:.1f} of 4")
    blocks = ["# Mock interview", f"*{' · '.join(facts)}*"]
    if made.axes:
        rows = [f"| {mean.axis} | {mean.score:.1f} |" for mean in made.axes]
        blocks.append("\n".join(["| axis | 0–4 |", "| --- | --- |", *rows]))
    by_position = {turn.position: turn.next_step for turn in made.turns}
    steps = [step for position in made.first_steps if (step := by_position[position])]
    if steps:
        blocks.append("## What to change first")
        blocks.append("\n".join(_step_lines(steps)))
    if made.common:
        said = ", ".join(f"{count.kind} ({count.answers} answers)" for count in made.common)
        blocks.append(f"## What came up again\n\n{said}")
    blocks += [_turn_block(turn) for turn in made.turns]
    return "\n\n".join(blocks) + "\n"


def _step_lines(steps: list[NextStep]) -> list[str]:
    return [
        line
        for number, step in enumerate(steps, 1)
        for line in (
            f"{number}. {one_line(step.why)}",
            f"   - You said: “{one_line(step.before.text)}”",
            f"   - Try: “{one_line(step.after)}”",
        )
    ]


def _turn_block(turn: TurnReport) -> str:
    title = f"{'### Follow-up: ' if turn.follows is not None else '## '}{one_line(turn.question.text)}"
    if turn.state != "answered":
        return f"{title}\n\n{'Skipped.' if turn.state == 'skipped' else 'Not asked.'}"
    lines = [f"- Length: {turn.words} words"]
    if turn.target_words is not None and turn.overall is not None:
        lines[0] += f", target {turn.target_words[0]}–{turn.target_words[1]}"
        lines.insert(0, f"- Overall: {turn.overall:.1f} of 4")
    if turn.missing:
        lines.append(f"- Missing: {', '.join(turn.missing)}")
    if turn.gained:
        lines.append(f"- Now answered: {', '.join(turn.gained)}")
    if turn.findings:
        lines.append(f"- Findings: {', '.join(turn.findings)}")
    lines.append(f"- Session: {turn.session_id}")
    return title + "\n\n" + "\n".join(lines)
