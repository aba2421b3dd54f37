"""Questions from documents: exact spans, grammar, and who asked what."""

import pytest

from extrabrain.bank.generate.claim import claim, outcome_in, past
from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.generate import GENERATORS, generate
from extrabrain.bank.generate.lines import lines
from extrabrain.bank.generate.transcript import askers, is_question, turns
from extrabrain.core.document import DocumentKind


def drafts(kind: DocumentKind, text: str, title: str = "T") -> list[Draft]:
    made = generate([Material(1, kind, title, text)])
    for material, draft in made:
        assert 0 <= draft.start_char < draft.end_char <= len(material.text)
    return [draft for _, draft in made]


@pytest.mark.parametrize(
    ("line", "said", "what", "means"),
    [
        (
            "Cut p99 latency from 900 to 340 ms by batching",
            "cut p99 latency from 900 to 340 ms by batching",
            "cut p99 latency from 900 to 340 ms",
            "batching",
        ),
        ("I led our team of 5 engineers", "led your team of 5 engineers", "led your team of 5 engineers", ""),
        (
            "Responsible for incident reviews of the service",
            "were responsible for incident reviews of the service",
            "were responsible for incident reviews of the service",
            "",
        ),
        ("Raised recall by 12 % using hard negatives", "raised recall by 12 % using hard negatives",
         "raised recall by 12 %", "hard negatives"),
    ],
)  # fmt: skip
def test_a_line_as_a_claim(line: str, said: str, what: str, means: str) -> None:
    found = claim(line)
    assert found is not None
    assert (found.said, found.what, found.means) == (said, what, means)


@pytest.mark.parametrize("line", ["Python, Rust, JAX", "MSc Mathematics, 2018", "Languages: English", "Used"])
def test_a_line_that_claims_nothing(line: str) -> None:
    assert claim(line) is None


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("Add a cache for prompts", "added a cache for prompts"),
        ("Rewrite the scheduler and cut tail latency", "rewrote the scheduler and cut tail latency"),
        ("Fix race between cancel and flush", "fixed race between cancel and flush"),
        ("Verify signatures before loading", "verified signatures before loading"),
        ("dropped prompts from our logs", "dropped prompts from your logs"),
    ],
)
def test_a_commit_as_something_done(subject: str, told: str) -> None:
    assert past(subject) == told


def test_a_wrapped_bullet_is_one_line_with_its_whole_span() -> None:
    text = (
        "Northwind, Engineer, 2021-2024\n\n"
        "- Reduced the cost of annotation in three languages by\n  active learning\n- Led a team"
    )
    found = [line for line in lines(text) if line.is_bullet]
    assert found[0].text == "Reduced the cost of annotation in three languages by active learning"
    assert text[found[0].start_char : found[0].end_char].split() == found[0].text.split()
    assert found[0].head.startswith("Northwind")


def test_a_line_without_a_bullet_goes_on_where_the_page_ended() -> None:
    text = (
        "Designed abstention: the model declines when confidence falls below 0.7, which moved\n"
        "9% of calls.\nUsed Python, Rust,\nKubernetes and more.\nBuilt a tool\n2019 was a good year\n"
    )
    assert [line.text for line in lines(text)] == [
        "Designed abstention: the model declines when confidence falls below 0.7, which moved 9% of calls.",
        "Used Python, Rust, Kubernetes and more.",
        "Built a tool",
        "2019 was a good year",
    ]


def test_a_resume_line_is_asked_for_its_cause() -> None:
    text = "## Experience\n- Cut p99 latency from 900 to 340 ms by batching\n"
    made, other = drafts("resume", text)
    assert other.text.startswith("You cut p99") and other.angle != made.angle
    assert made.text == (
        "You cut p99 latency from 900 to 340 ms by batching."
        " How did you know that was the cause, and what did it cost?"
    )
    assert text[made.start_char : made.end_char] == "Cut p99 latency from 900 to 340 ms by batching"
    assert made.key_points[:2] == ("What you did: cut p99 latency from 900 to 340 ms.", "How: batching.")


def test_the_same_kind_of_line_is_asked_in_different_ways() -> None:
    text = "".join(f"- Reduced cost number {n} by {n}0 % using caches\n" for n in range(1, 5))
    asked = [draft.text.split(". ", 1)[1] for draft in drafts("resume", text)]
    assert len(asked) == 8 and max(asked.count(each) for each in asked) == 1


def test_a_job_description_gives_duties_and_wants_but_no_benefits() -> None:
    text = (
        "## You will\n- Design and run evaluations of agents\n- Experience with preference data\n"
        "- You have led a launch review\n- Competitive salary and benefits\n"
    )
    said = [draft.text for draft in drafts("job", text)]
    assert said[0].startswith("In this role you would design and run evaluations of agents. ")
    assert said[1].startswith("The role asks for experience with preference data. ")
    assert len(said) == 3 and not any("salary" in text for text in said)


def test_a_role_is_told_in_one_sentence_and_not_how_much_it_is_wanted() -> None:
    text = (
        "## Requirements\n- Experience with incident response is a plus\n"
        "- Strong engineering in Python (preferred)\n"
        "- You will run evaluations of agents. You work with policy teams, and results decide.\n"
    )
    said = [draft.text for draft in drafts("job", text)]
    assert said[0].startswith("The role asks for experience with incident response. ")
    assert said[1].startswith("The role asks for strong engineering in Python. ")
    assert said[2].startswith("In this role you would run evaluations of agents. ")
    assert "policy" not in said[2]


def test_commits_are_asked_and_dull_ones_are_not() -> None:
    text = (
        "gate\n2026-01-02: Add a batching queue (+120 −3 in 4 files) https://x.example/c/1\nThe GPU"
        " was idle.\n"
        "2026-01-01: bump deps to new versions (+1 −1 in 1 files) abc\n"
    )
    made, other = drafts("project", text, "gate")
    assert other.angle == "choice" and other.start_char == made.start_char
    assert made.text.startswith("In gate you added a batching queue. ")
    assert text[made.start_char : made.end_char] == "2026-01-02: Add a batching queue"
    assert "Your reason then: The GPU was idle." in made.key_points


def test_a_paper_is_asked_for_its_limits() -> None:
    text = (
        "Gaps\nAbstract\nProxies drift. We show that the gap grows with every thousand steps.\n"
        "References\nWe show nothing more here at all."
    )
    found = drafts("publication", text, "Gaps")
    assert found[0].text.startswith("Your work “Gaps”: explain its main claim")
    assert found[1].text.startswith("In “Gaps” you show that the gap grows with every thousand steps. ")
    assert len(found) == 2, "references are not claims"


TALK = (
    "Priya: Hi. Can you hear me okay today?\nAda: Yes. I can hear you.\n"
    "Priya: Great. So, tell me about a time you stopped a launch.\n"
    "Ada: In 2023 I stopped the Kenya launch. We found 6 of 200 wrong. I learned to ask early.\n"
    "Priya: Suppose a model refuses one group of users. What would you do first?\nAda: Measure it"
    " per group.\n"
)


def test_who_asks_is_found_without_being_told() -> None:
    assert askers(turns(TALK)) == {"Priya"}
    assert askers(turns("Interviewer: Hello there.\nMe: Hello.\n")) == {"Interviewer"}


def test_what_was_asked_becomes_a_question_with_what_was_answered() -> None:
    first, second = drafts("transcript", TALK)
    assert first.text == "Tell me about a time you stopped a launch."
    assert first.kind == "behavioural"
    assert TALK[first.start_char : first.end_char] == "tell me about a time you stopped a launch."
    assert any("6 of 200" in point for point in first.key_points)
    assert second.kind == "scenario" and second.text.endswith("What would you do first?")


def test_what_goes_on_from_a_story_says_which() -> None:
    talk = (
        "Interviewer: Tell me about a time you stopped a launch.\nMe: In May I stopped one.\n"
        "Interviewer: How did you know that the drop was real?\nMe: We had 400 cases.\n"
        "Interviewer: How would you evaluate an agent?\n"
    )
    first, second, third = (draft.text for draft in drafts("transcript", talk))
    assert second == f"How did you know that the drop was real? (It followed on “{first}”)"
    assert third == "How would you evaluate an agent?"


def test_a_greeting_is_no_part_of_a_question_and_an_order_may_be_short() -> None:
    talk = (
        "Interviewer: Hi Ada, can you walk me through your project?\nMe: Yes.\n"
        "Interviewer: Explain calibration to a nurse.\n"
    )
    assert [draft.text for draft in drafts("transcript", talk)] == [
        "Can you walk me through your project?",
        "Explain calibration to a nurse.",
    ]


@pytest.mark.parametrize("said", ["Can you hear me?", "Do you have any questions for us?", "That is good."])
def test_small_talk_is_no_question(said: str) -> None:
    assert not is_question(said)


def test_empty_documents_give_nothing() -> None:
    for kind in GENERATORS:
        assert [d for d in drafts(kind, "", "") if d.text] == []


@pytest.mark.parametrize(
    "line",
    [
        "Research engineer with six years in evaluation",
        "Lead engineer at Acme, 2021 to 2024",
        "Train driver for nine years",
        "I built it because nothing else would do",
    ],
)
def test_a_noun_that_is_a_verb_too_claims_nothing(line: str) -> None:
    assert drafts("resume", line + ".\n") == []


def test_each_sentence_of_a_line_is_a_claim_of_its_own_and_instructions_are_none() -> None:
    text = "# Kit\n\nRun the tests first. I added a sequential test which cut grading by 45 %. It is small.\n"
    found = drafts("notes", text)
    assert {text[d.start_char : d.end_char] for d in found} == {
        "I added a sequential test which cut grading by 45 %."
    }
    assert all(d.text.startswith("You added a sequential test") for d in found)


def test_publications_of_a_resume_are_asked_by_their_titles() -> None:
    text = (
        "Publications\n"
        "Okafor M., Lindqvist T. Refusal is not safety: a study in six languages. Workshop on Trust, 2024.\n"
        "M. Okafor and T. Lee, “Calibrated triage under shift,” in Proceedings of ML4H, 2021.\n"
        "Education\nMSc Mathematics with distinction in everything. University, 2018.\n"
    )
    asked = [d.text for d in drafts("resume", text)]
    assert len(asked) == 2, "a title that begins with a verb claims nothing"
    assert "“Refusal is not safety: a study in six languages”" in asked[0]
    assert "“Calibrated triage under shift”" in asked[1]


def test_a_thesis_is_asked_for_by_its_title() -> None:
    (made,) = drafts("resume", "Education\nMSc thesis: “Detecting hallucinated citations in summaries.”\n")
    assert made.text.startswith("Your thesis “Detecting hallucinated citations in summaries”: explain")


def test_what_a_role_looks_for_below_a_heading() -> None:
    text = (
        "You may be a good fit if you\n- Enjoy working with people who disagree with you.\n- Have 2 cats.\n"
    )
    assert drafts("job", text)[0].text.startswith(
        "The role looks for people who enjoy working with people who disagree with you."
    )


def test_a_terse_subject_is_quoted() -> None:
    digest = "2023-02-10: Add paired prompt loader (+120 −0 in 1 files)\n"
    assert "called “Add paired prompt loader”" in drafts("project", digest)[0].text
    digest = "2023-02-10: Add retry logic to the client (+120 −0 in 1 files)\n"
    assert "you added retry logic to the client" in drafts("project", digest)[0].text


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("Trained a classifier and raised recall from 81 to 93 %", "raised recall from 81 to 93 %"),
        ("Wrote a cache, which cut the bill by 45 %", "cut the bill by 45 %"),
        ("Cut the bill by 45 % and raised recall by 3 %", None),
        ("Wrote criteria and explained them", None),
        ("Moved training to shards, halving the cost of a run", "halving the cost of a run"),
        ("Wrote a tool used by 14 teams and cut errors from 3% to 1%", "cut errors from 3% to 1%"),
    ],
)
def test_where_a_line_says_what_came_of_it(line: str, result: str | None) -> None:
    at = outcome_in(line)
    assert (line[at[1] :] if at else None) == result
