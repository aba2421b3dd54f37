"""Questions from the workspace: what is offered, what is left out, and that a decision lasts."""

from dataclasses import replace
from pathlib import Path

import pytest

from extrabrain.app.build import Workbench, workbench
from extrabrain.core.document import Brought
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.flows.prepare import Prepare
from extrabrain.record import documents, proposals

RESUME = (
    "## Experience\n- Cut p99 latency from 900 to 340 ms by batching\n- Mentored three interns in Nairobi\n"
)
TALK = (
    "Interviewer: Where does reinforcement learning from human feedback stop being enough as models grow more"
    " capable?\nMe: At rater blind spots.\nInterviewer: What would you ask our safety team on your"
    " first day?\n"
    "Me: Which result would stop a launch.\n"
)


def bring(bench: Workbench, name: str, kind: str, text: str) -> int:
    brought = replace(Brought(name, name, text), kind=kind)
    return documents.keep(bench.store, [(brought, ())])[0].document_id


def prepare(bench: Workbench) -> Prepare:
    return Prepare(bench.store, bench.bank, bench.embedder())


def test_each_has_the_words_that_prompted_it(home: Path) -> None:
    with workbench() as bench:
        document = bring(bench, "cv.md", "resume", RESUME)
        found = prepare(bench).generate().proposals
    assert list(dict.fromkeys(p.question.text.split(".")[0] for p in found)) == [
        "You cut p99 latency from 900 to 340 ms by batching",
        "You mentored three interns in Nairobi",
    ]
    for p in found:
        source = p.question.source
        assert source.document == f"document:{document}"
        assert source.start_char is not None
        assert RESUME[source.start_char : source.end_char] == p.quote


def test_a_decision_lasts_when_the_document_changes_and_comes_again(home: Path) -> None:
    with workbench() as bench:
        bring(bench, "cv.md", "resume", RESUME)
        first, *others, second = prepare(bench).generate().proposals
        for other in others:
            prepare(bench).decide(other.proposal_id, "rejected")
        prepare(bench).decide(first.proposal_id, "rejected")
        prepare(bench).decide(second.proposal_id, "accepted", {"text": "What did Nairobi teach you?"})
        bring(bench, "cv.md", "resume", "# Ada\n\n" + RESUME + "- Built a gate for agents in Rust\n")
        again = prepare(bench).generate()
        assert {p.quote for p in again.proposals} == {"Built a gate for agents in Rust"}
        taken = bench.bank.get(second.question.question_id)
        assert taken.text == "What did Nairobi teach you?" and taken.key_points == second.question.key_points
        assert proposals.get(bench.store, first.proposal_id).state == "rejected"


def test_what_is_not_in_the_document_any_more_is_not_offered(home: Path) -> None:
    with workbench() as bench:
        bring(bench, "cv.md", "resume", RESUME)
        prepare(bench).generate()
        bring(bench, "cv.md", "resume", "- Mentored three interns in Nairobi\n")
        assert {p.quote for p in prepare(bench).generate().proposals} == {"Mentored three interns in Nairobi"}


@pytest.mark.weights
def test_what_the_bank_asks_already_is_left_out_by_meaning(home: Path, models_dir: Path) -> None:
    with workbench() as bench:
        bring(bench, "talk.txt", "transcript", TALK)
        offered = prepare(bench).generate()
        known = proposals.list_proposals(bench.store, state="known")
    assert [p.like for p in known] == ["rlhf-limits"]
    assert [p.question.text for p in offered.proposals] == [
        "What would you ask our safety team on your first day?"
    ]


def test_a_nicer_wording_can_be_plugged_in(home: Path) -> None:
    with workbench() as bench:
        bring(bench, "cv.md", "resume", RESUME)
        own = Prepare(bench.store, bench.bank, None, lambda question, quote: f"About “{quote}”: why?")
        assert own.generate().proposals[0].question.text.startswith("About “Cut p99 latency")


def test_what_cannot_be_is_refused(home: Path) -> None:
    with workbench() as bench:
        bring(bench, "cv.md", "resume", RESUME)
        own = prepare(bench)
        first = own.generate().proposals[0]
        with pytest.raises(NotFound):
            own.decide("none", "accepted")
        with pytest.raises(UsageProblem):
            own.decide(first.proposal_id, "known")
        with pytest.raises(UsageProblem):
            own.decide(first.proposal_id, "accepted", {"text": "x"})
        assert proposals.get(bench.store, first.proposal_id).state == "new"
