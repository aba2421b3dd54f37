"""Stories: found as slices of documents, kept in versions, laid out against what is asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from extrabrain.app.build import Workbench, workbench
from extrabrain.core.document import Brought
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.flows.stories import Stories, card
from extrabrain.record import documents, stories

TALK = (
    "Interviewer: Tell me about a launch.\n"
    "Me: At Northwind we were two days from launching the medical assistant in Kenya. I ran a last"
    " red-team pass with"
    " two doctors and found that 6 of 200 dosing questions got dangerous answers. The risk was a"
    " patient harmed by a"
    " wrong dose. Waiting meant missing the partner's deadline. I stopped the launch and added a"
    " dosing check. The"
    " rate fell to 0 of 400. I learned to book the doctors before the date is fixed.\n"
)
RESUME = "Northwind Labs, Engineer, 2021–2024\n- Cut p99 latency from 900 to 340 ms by batching requests\n"


def bring(bench: Workbench, name: str, kind: str, text: str) -> int:
    return documents.keep(bench.store, [(replace(Brought(name, name, text), kind=kind), ())])[0].document_id


@pytest.mark.weights
def test_an_answer_becomes_a_story_whose_parts_are_slices(home: Path, models_dir: Path) -> None:
    with workbench() as bench:
        document = bring(bench, "talk.txt", "transcript", TALK)
        (found,) = Stories(bench.store, bench.embedder()).extract(bench.coach())
    parts = {part.part: part.text for part in found.parts}
    assert {"situation", "risk", "action", "result", "learning"} <= set(parts)
    did = (
        "ran a last red-team pass",
        "stopped the launch",
    )  # two things that were done: either may stand there
    assert any(what in parts["action"] for what in did) and "0 of 400" in parts["result"]
    for part in found.parts:
        assert part.document_id == document
        assert TALK[part.start_char : part.end_char] == part.text
    assert "risk-judgement" in found.competencies


@pytest.mark.weights
def test_a_story_is_named_by_what_was_asked(home: Path, models_dir: Path) -> None:
    asked = TALK.replace("Tell me about a launch.", "Thanks. Tell me about a time when you delayed a launch.")
    with workbench() as bench:
        bring(bench, "talk.txt", "transcript", asked)
        (found,) = Stories(bench.store, bench.embedder()).extract(bench.coach())
    assert found.title == "Delayed a launch"


def test_a_line_of_a_resume_is_the_bones_of_one(home: Path) -> None:
    with workbench() as bench:
        bring(bench, "cv.md", "resume", RESUME)
        (found,) = Stories(bench.store, None).extract(bench.coach())
    assert {p.part: p.text for p in found.parts} == {
        "situation": "Northwind Labs, Engineer, 2021–2024",
        "action": "batching requests",
        "result": "Cut p99 latency from 900 to 340 ms",
    }
    assert found.missing == ("task", "risk", "tradeoff", "learning")


def test_mentoring_is_a_story_without_a_figure(home: Path) -> None:
    line = "Mentored three junior engineers and introduced weekly error reviews"
    with workbench() as bench:
        bring(
            bench, "cv.md", "resume", f"Lumen, Engineer, 2019-2023\n- {line}\n- Used Python and Rust daily\n"
        )
        (found,) = Stories(bench.store, None).extract(bench.coach())
    assert found.title == line


def test_what_was_kept_or_refused_is_not_offered_again(home: Path) -> None:
    with workbench() as bench:
        bring(bench, "cv.md", "resume", RESUME + "- Led a team of four to red-team our assistant\n")
        own = Stories(bench.store, None)
        kept, refused = own.extract(bench.coach())
        own.keep(kept)
        own.refuse(refused)
        assert own.extract(bench.coach()) == []
        assert [s.story_id for s in stories.list_stories(bench.store, state="kept")] == [kept.story_id]


def test_every_change_is_a_version_and_the_same_again_is_none(home: Path) -> None:
    with workbench() as bench:
        own = Stories(bench.store, None)
        made = own.add("The Kenya launch", {"action": "I stopped it.", "result": "It fell."})
        own.edit(made.story_id, parts={"result": "It fell to 0 of 400."})
        own.edit(made.story_id, parts={"result": "It fell to 0 of 400."})
        last = own.edit(made.story_id, parts={"action": ""})
        assert last.version == 3 and [p.part for p in last.parts] == ["result"]
        first, second, third = stories.versions(bench.store, made.story_id)
        assert (
            first.parts == made.parts
            and second.text == "I stopped it. It fell to 0 of 400."
            and third == last
        )
        stories.remove(bench.store, made.story_id)
        with pytest.raises(NotFound):
            stories.get(bench.store, made.story_id)


def test_hints_say_what_a_part_lacks(home: Path) -> None:
    with workbench() as bench:
        made = Stories(bench.store, None).add(
            "A launch", {"action": "We stopped it.", "result": "It got better."}
        )
    hints = card(made).hints
    assert "yours" in hints["action"] and "how much" in hints["result"]
    assert hints["risk"].startswith("Who could have been harmed")
    assert set(card(made).missing) == {"situation", "task", "risk", "tradeoff", "learning"}


def test_the_matrix_shows_the_gaps(home: Path) -> None:
    with workbench() as bench:
        own = Stories(bench.store, None)
        own.add("A launch", {"risk": "Patients could be harmed by a dangerous dose."})
        matrix = own.matrix(bench.bank.all())
    shown = {c.id: len(c.stories) for c in matrix.competencies}
    assert shown["risk-judgement"] == 1 and shown["disagreement"] == 0
    assert "Disagreeing well" in matrix.gaps and "Judging risk" not in matrix.gaps


def test_a_story_chosen_for_a_question_is_offered_first(home: Path) -> None:
    with workbench() as bench:
        own = Stories(bench.store, None)
        made = own.add("Something else", {"action": "I cooked."})
        question = bench.bank.get("rlhf-limits")
        assert own.offered(question) == []
        own.edit(made.story_id, questions=["rlhf-limits"])
        assert [s.story_id for s in own.offered(question)] == [made.story_id]


def test_what_cannot_be_is_refused(home: Path) -> None:
    with workbench() as bench:
        own = Stories(bench.store, None)
        made = own.add("A", {"action": "b"})
        for run in (
            lambda: own.add("", {"action": "b"}),
            lambda: own.add("A", {}),
            lambda: own.add("A", {"moral": "b"}),
            lambda: own.edit(made.story_id, competencies=["flying"]),
        ):
            with pytest.raises(UsageProblem) as refused:
                run()
            assert refused.value.next_step
