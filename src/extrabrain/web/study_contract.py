"""The part of the wire's table that is about the plan, stories and proposed questions."""

from extrabrain.core.plan import Graded, Plan
from extrabrain.core.proposal import Proposal
from extrabrain.core.story import Story
from extrabrain.flows.plan_file import FORMATS as PLAN_FORMATS
from extrabrain.flows.prepare import Offered
from extrabrain.flows.stories import Matrix, StoryCard
from extrabrain.web import study_shapes as shapes
from extrabrain.web.call import Call, Query

_ONE_STORY = "/api/stories/{story_id}"

STUDY_CALLS: tuple[Call, ...] = (
    Call("GET", "/api/plan", "What to do on which day until the interview, and why.", Plan),
    Call("POST", "/api/plan", "Changes hours, role or topics.", Plan, body=shapes.PlanChange),
    Call(
        "POST",
        "/api/plan/done",
        "Marks an item of today, or takes the mark back.",
        Plan,
        body=shapes.ItemDone,
    ),
    Call(
        "GET",
        "/api/plan/grades",
        "How well the latest answers showed their questions known.",
        tuple[Graded, ...],
    ),
    Call(
        "POST",
        "/api/plan/grades",
        "The user's own grade of an answer, which goes before the rubric's; null takes it back.",
        tuple[Graded, ...],
        body=shapes.OwnGrade,
    ),
    Call(
        "GET",
        "/api/plan/export",
        "The plan as a file; `obsidian` is a zip of a folder.",
        query=(Query("format", "default: md", required=False, among=tuple(PLAN_FORMATS)),),
        media=tuple(file.media for file in PLAN_FORMATS.values()),
    ),
    Call("GET", "/api/stories", "Stories that are kept, newest first.", tuple[StoryCard, ...]),
    Call("POST", "/api/stories", "Writes one.", StoryCard, body=shapes.StoryFields),
    Call("GET", "/api/stories/matrix", "Stories against competencies and questions, with the gaps.", Matrix),
    Call("GET", "/api/stories/candidates", "What documents offer; nothing is kept.", tuple[StoryCard, ...]),
    Call(
        "POST",
        "/api/stories/candidates/{candidate_id}",
        "Keeps one or refuses it; answers with those that are left.",
        tuple[StoryCard, ...],
        body=shapes.CandidateChoice,
    ),
    Call("GET", _ONE_STORY, "One story, with what each part lacks.", StoryCard),
    Call("POST", _ONE_STORY, "A new version of it.", StoryCard, body=shapes.StoryFields),
    Call("DELETE", _ONE_STORY, "Forgets it with all its versions."),
    Call("GET", f"{_ONE_STORY}/versions", "All versions, oldest first.", tuple[Story, ...]),
    Call(
        "GET",
        "/api/questions/{question_id}/stories",
        "Stories to answer it with, the user's own choice first.",
        tuple[Story, ...],
    ),
    Call("GET", "/api/proposals", "Questions from documents that wait for a decision.", tuple[Proposal, ...]),
    Call("POST", "/api/proposals", "Looks through documents for more.", Offered, body=shapes.GenerateWish),
    Call(
        "POST",
        "/api/proposals/{proposal_id}",
        "Takes one into the bank, refuses it, or takes the decision back.",
        Proposal,
        body=shapes.ProposalChoice,
    ),
)
