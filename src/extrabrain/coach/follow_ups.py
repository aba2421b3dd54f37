"""Questions an interviewer would ask next, about what this answer left open."""

from collections.abc import Sequence

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.phrases import phrases
from extrabrain.coach.rewrite import plain
from extrabrain.coach.structure import status
from extrabrain.core.feedback import Coverage
from extrabrain.core.question import Question

MOST = 5


def follow_ups(
    case: Case, found: Sequence[Suspicion], coverage: Coverage, question: Question
) -> tuple[str, ...]:
    """At most five, without doubles: about findings, missing parts and points, then the question's own."""
    asked: list[str] = []
    for suspicion in found:
        ask = phrases().ask_about_finding.get(suspicion.kind)
        if ask is not None:
            said = plain(case.reading.unit_text(suspicion.first), 12)
            asked.append(ask.format(said=said, question=question.text))
    asked += [phrases().ask_about_part[h.part] for h in case.headings if status(h) == "missing"]
    asked += [
        f"What about this: {point.point.rstrip('.')}?"
        for point in coverage.points
        if point.status == "missing"
    ][:2]
    asked = asked[:3] + list(question.follow_ups) + asked[3:]
    return tuple(dict.fromkeys(asked))[:MOST]
