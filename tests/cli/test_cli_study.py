"""From a résumé, a repository, a job description and three transcripts to a workspace, by commands alone."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from test_cli_practice import envelope, run

from extrabrain.flows.paper_pdf import pdf

RESUME = """# Ada Example

ada@example.org

## Experience

### Northwind Labs, Engineer, 2021 to 2024

- Cut p99 latency from 900 to 340 ms by batching requests in the gateway
- Led a team of four to red-team our medical assistant before its launch
- Built a privacy filter that removed 98 % of names from preference data
- Designed the evaluation suite for jailbreaks and blocked two unsafe releases
- Mentored three interns, two of whom joined the company

### University of Somewhere, Assistant, 2018 to 2021

- Studied reward hacking in small language models
- Reduced annotation cost by 40 % through active learning
- Wrote a library for differential privacy that five groups use
"""
JOB = """# Research Engineer, Evaluations
We are looking for a research engineer.
## Responsibilities
- Design and run evaluations of dangerous capabilities
- Work with policy and red teams to set launch thresholds
- Communicate results to leadership, including those that delay a launch
## Requirements
- 3+ years of experience with machine learning systems
- Experience with preference data
- Strong communication skills with partners outside engineering
"""
TALKS = (
    """Interviewer: Thanks for joining. So, tell me about a time you found a problem just before a \
launch.
Ada: At Northwind we were two days from launching the medical assistant in Kenya. I ran a last \
red-team pass with two doctors and found that 6 of 200 dosing questions got dangerous answers. The \
risk was a patient harmed by a wrong dose. Waiting meant missing the partner's deadline. I stopped the \
launch and added a dosing check. The rate fell to 0 of 400. I learned to book the doctors before the \
date is fixed.
Interviewer: How did you decide that two hundred prompts were enough?
Ada: I computed a confidence interval with our statistician, Mara Lind.
Interviewer: What would you have done if the partner had insisted on the date?
Ada: I would have gone to the head of safety.
""",
    """Interviewer: Walk me through how noise in training changes a reward model.
Ada: Gradients are clipped for each example and noise is added.
Interviewer: Okay, and where did the largest gap in your own runs come from?
Ada: The policy found longer answers. The gap grew to 7 points after 2,000 steps.
Interviewer: Suppose a deployed model refuses questions about health in one language only. What do you \
do first?
Ada: I measure it for each language.
""",
    """Priya: Let me ask you something. Describe a situation where you disagreed with your manager \
about risk.
Ada: My manager wanted to keep raw prompts for 90 days. I was responsible for logging. The risk was \
that private health data leaks. I proposed aggregates with 7 days and showed what debugging would \
lose. We agreed on 14 days. I learned to bring the figures first.
Priya: How would you explain the limits of interpretability to a policy team?
Ada: With an analogy, and with what it cannot show.
Priya: What is the hardest bug you have found in an evaluation?
Ada: A tokenizer mismatch that made accuracy look 11 points lower. I found it by checking 50 items by \
hand.
""",
)
COMMITS = (
    ("Add a batching queue in front of the model server", "One request at a time left the GPU idle."),
    ("Fix race between cancel and flush", "A cancelled request could free a slot twice."),
    ("Replace JSON with msgpack on the wire", ""),
    ("feat(eval): measure refusal rate by language", "Swahili was refused four times as often."),
    ("Drop prompts from logs after seven days", "Legal asked for it; aggregates stay."),
    ("Split tokenizer tests by language", ""),
    ("Rewrite the scheduler without locks and cut tail latency", ""),
    ("Cache prefixes that requests share", ""),
    ("bump deps", ""),
)


def material(folder: Path) -> Path:
    """All that a new user brings, in one folder."""
    repository = folder / "gate"
    repository.mkdir(parents=True)

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(repository), *words], check=True, capture_output=True)

    git("init", "-q")
    git("config", "user.name", "Ada Example")
    git("config", "user.email", "ada@example.org")
    for number, (subject, body) in enumerate(COMMITS):
        (repository / f"part{number}.py").write_text(f"value = {number}\n" * (number + 2))
        git("add", "-A")
        git("commit", "-qm", subject, *(["-m", body] if body else []))
    (folder / "resume.pdf").write_bytes(pdf(RESUME))
    (folder / "job.md").write_text(JOB)
    for number, talk in enumerate(TALKS):
        (folder / f"interview{number}.txt").write_text(talk)
    return folder


@pytest.mark.weights
def test_a_new_user_gets_a_workspace(tmp_path: Path, models_dir: Path) -> None:
    home, folder = tmp_path / "home", material(tmp_path / "mine")

    def ask(*words: str) -> Any:
        code, out, err = run(home, *words, "--json", models=models_dir)
        assert code == 0, out + err
        return envelope(out)["data"]

    ask("import", str(folder))
    kinds = sorted(d["kind"] for d in ask("documents", "list")["documents"])
    assert kinds == ["job", "project", "resume", "transcript", "transcript", "transcript"]
    hits = ask("search", "dosing check before the launch")["hits"]
    assert hits[0]["title"] == "interview0"

    offered = ask("questions", "generate")
    texts = {d["document_id"]: d for d in ask("documents", "list")["documents"]}
    assert len(offered["proposals"]) + offered["merged"] >= 40
    for proposal in offered["proposals"]:
        source = proposal["question"]["source"]
        assert (
            source["document"] == f"document:{proposal['document_id']}" and proposal["document_id"] in texts
        )
        assert source["end_char"] - source["start_char"] == len(proposal["quote"])
    sources = {texts[p["document_id"]]["kind"] for p in offered["proposals"]}
    assert sources == {"job", "project", "resume", "transcript"}
    wanted = offered["proposals"][0]["proposal_id"]
    taken = ask("questions", "generate", "--reject", wanted, "--accept-all")
    assert not taken["proposals"] and len(taken["accepted"]) == len(offered["proposals"]) - 1
    own = [q for q in ask("questions", "list") if q["topics"] in (["your-own-work"], ["the-role"])]
    assert len(own) == len(taken["accepted"])

    found = ask("stories", "extract", "--keep-all")
    assert len(found["kept"]) >= 5
    matrix = ask("stories", "matrix")
    assert matrix["gaps"] and any(column["stories"] for column in matrix["questions"])

    plan = ask("plan", "--hours", "1")
    assert len(plan["days"]) == 14 and all(day["items"] for day in plan["days"])
    first = plan["days"][0]["items"][0]
    assert ask("plan", "done", first["item_id"])["item_id"] == first["item_id"]
    assert [i["done"] for i in ask("plan")["days"][0]["items"] if i["item_id"] == first["item_id"]] == [True]


def test_a_plan_is_written_and_not_overwritten(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "plan.ics"
    code, _, err = run(home, "plan", "export", "--output", str(file))
    assert code == 0, err
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert run(home, "plan", "export", "--output", str(file))[0] == 5
    assert run(home, "plan", "export", "--format", "pdf", "--output", "-")[0] == 2
    code, out, _ = run(home, "plan", "export", "--format", "json", "--output", "-")
    assert code == 0 and len(json.loads(out)["days"]) == 14


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "--date", "soon"),
        ("plan", "--date", "2001-01-01"),
        ("plan", "--hours", "0"),
        ("plan", "--topic", "privcy"),
        ("plan", "--role", "king"),
        ("stories", "add", "T", "--part", "no sign"),
        ("stories", "edit", "x"),
    ],
)
def test_what_cannot_be_is_refused_with_a_next_step(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, err = run(tmp_path / "home", *words)
    assert code == 2 and len(err.splitlines()) >= 2
