"""The part of the wire's table that is about live sessions."""

from extrabrain.flows.meeting_review import MeetingReview
from extrabrain.web import live_shapes as shapes
from extrabrain.web.call import Call

_ONE = "/api/live/{session_id}"

LIVE_CALLS: tuple[Call, ...] = (
    Call("GET", "/api/live", "Live sessions that run.", tuple[shapes.LiveState, ...]),
    Call(
        "POST",
        "/api/live",
        "Begins one. What is not confirmed is off, and is not started at all.",
        shapes.LiveBegun,
        body=shapes.LiveWish,
    ),
    Call("POST", f"{_ONE}/note", "Keeps a note with its time.", shapes.NoteKept, body=shapes.NoteWish),
    Call(
        "POST",
        f"{_ONE}/help",
        "Questions heard, and what the user's own documents say; where assistance is permitted.",
        shapes.LiveHelp,
        body=shapes.HelpWish,
    ),
    Call("POST", f"{_ONE}/end", "Ends it."),
    Call(
        "GET",
        "/api/sessions/{session_id}/review",
        "Summary, decisions, action items and open questions of a conversation, without a model.",
        MeetingReview,
    ),
)
