"""The event log of a session: at once the record, the wire, the replay fixture and the UI's input."""

from dataclasses import dataclass

from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.core.session import Session
from extrabrain.core.speech import Segment


@dataclass(frozen=True, slots=True)
class SessionStarted:
    session: Session
    question: Question | None


@dataclass(frozen=True, slots=True)
class SegmentHeard:
    segment: Segment


@dataclass(frozen=True, slots=True)
class VoiceHeard:
    """A closed turn of voice activity, before it is recognised."""

    turn: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class FilledPauseHeard:
    """An `uh` or `um` in the sound, whether or not the recogniser writes it down."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class CaptureEnded:
    """No more audio; `duration_ms` of it lies on disk. Segments of what was said may still come.

    `reason` is stopped, lost, ended, locked, slept or deleted.
    """

    duration_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class LagChanged:
    """How far recognition is behind the audio that is already on disk."""

    behind_ms: int


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    attempt: int
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something the user should know: what happened, and the next step."""

    what: str
    next_step: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """`unheard`: its recording is kept and waits to be heard to its end; the event then comes once more."""

    reason: str


EventBody = (
    SessionStarted
    | SegmentHeard
    | VoiceHeard
    | FilledPauseHeard
    | CaptureEnded
    | LagChanged
    | FeedbackGiven
    | Noticed
    | SessionEnded
)

EVENT_KINDS: dict[str, type] = {
    "session-started": SessionStarted,
    "segment": SegmentHeard,
    "voice": VoiceHeard,
    "filled-pause": FilledPauseHeard,
    "capture-ended": CaptureEnded,
    "lag": LagChanged,
    "feedback": FeedbackGiven,
    "noticed": Noticed,
    "session-ended": SessionEnded,
}
"""The tag under which each body is stored and sent, as the field `kind` beside its own fields."""


@dataclass(frozen=True, slots=True)
class Event:
    """`seq` counts from 0 without gaps within a session; `at_ms` is on the session clock."""

    session_id: str
    seq: int
    at_ms: int
    body: EventBody
