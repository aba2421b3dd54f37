"""The wire in one literal table: each HTTP call, what it takes, what it answers.

`docs/openapi.json` and `docs/wire.md` are made from it; a test holds it against the routes that the server
really has, and validates every GET's real answer.
"""

from extrabrain.app.first_send import Preview
from extrabrain.coach.explain import Explanation
from extrabrain.core.question import Question
from extrabrain.flows.exports import MOCK_FORMATS, SESSION_FORMATS
from extrabrain.flows.history import SessionLine, SessionRecord
from extrabrain.flows.mock_choose import Wish
from extrabrain.flows.mock_report import MockLine, MockReport
from extrabrain.flows.progress import AnswerFigures
from extrabrain.flows.retention import Due
from extrabrain.flows.side_by_side import SideBySide
from extrabrain.flows.today import Today
from extrabrain.web import keeping_shapes as keeping
from extrabrain.web import privacy_shapes as privacy
from extrabrain.web import shapes
from extrabrain.web.advice_contract import ADVICE_CALLS
from extrabrain.web.call import Call, Query
from extrabrain.web.hearing import Job
from extrabrain.web.library_contract import LIBRARY_CALLS
from extrabrain.web.live_contract import LIVE_CALLS
from extrabrain.web.profile_shapes import PROFILE_CALLS
from extrabrain.web.study_contract import STUDY_CALLS

_ONE_MOCK = "/api/mocks/{mock_id}"
_ONE_SESSION = "/api/sessions/{session_id}"

CALLS: tuple[Call, ...] = (
    Call("GET", "/api/status", "What the status line shows; poll it while models come.", shapes.StatusRecord),
    Call("POST", "/api/models/pull", "Starts fetching what speaking needs.", shapes.StatusRecord),
    Call("GET", "/api/models", "Every model: size, licence, state, whether it fits.", shapes.ModelList),
    Call("POST", "/api/models/{model_id}/pull", "Fetches one, after those that wait.", shapes.ModelList),
    Call("POST", "/api/models/{model_id}/stop", "Stops it and keeps what has come.", shapes.ModelList),
    Call("DELETE", "/api/models/{model_id}", "Removes it.", shapes.Freed),
    Call(
        "GET",
        "/api/settings",
        "Speech engine and those there are; microphone; where things lie.",
        shapes.SettingsRecord,
    ),
    Call(
        "POST",
        "/api/settings",
        "Changes what is given; 409 while the model of an engine is not here.",
        shapes.SettingsRecord,
        body=shapes.SettingsChange,
        first=Preview,
    ),
    Call("GET", "/api/microphones", "This computer's own microphones.", shapes.Microphones),
    Call(
        "GET",
        "/api/questions",
        "The bank, a line each, with attempts and best score.",
        tuple[shapes.QuestionLine, ...],
    ),
    Call(
        "GET",
        "/api/questions/{question_id}",
        "One question, with target length and parts.",
        shapes.QuestionCard,
    ),
    Call("POST", "/api/bank/questions", "Adds an own question.", Question, body=shapes.QuestionFields),
    Call(
        "POST",
        "/api/bank/questions/{question_id}",
        "Changes an own one; what is left out stays.",
        Question,
        body=shapes.QuestionFields,
    ),
    Call("DELETE", "/api/bank/questions/{question_id}", "Forgets an own one; attempts at it stay."),
    Call(
        "POST",
        "/api/bank/packs",
        "Imports a pack in YAML, at most 1 MB; all of it or nothing.",
        shapes.PackTaken,
        query=(Query("name", "what the file is called, for messages", required=False),),
        body="application/yaml",
    ),
    Call(
        "GET",
        "/api/practice",
        "What is being spoken now; a page that was reloaded goes on with its own.",
        tuple[shapes.Running, ...],
    ),
    Call(
        "POST",
        "/api/practice",
        "Begins an attempt: spoken over the WebSocket, typed, or played from our sample.",
        shapes.Begun,
        body=shapes.PracticeWish,
    ),
    Call(
        "POST",
        "/api/recordings",
        "Hears a recording of at most 200 MB (every other body: 1 MB) as an answer, then removes the file.",
        Job,
        query=(
            Query("question_id", "the question that it answers"),
            Query("name", "what the file is called, for messages", required=False),
        ),
        body="application/octet-stream",
    ),
    Call("GET", "/api/recordings/{job_id}", "How far it is; when done, its session.", Job),
    Call("DELETE", "/api/recordings/{job_id}", "Stops it; nothing is kept."),
    Call("GET", "/api/today", "The next action and why, days to the interview, what lies around it.", Today),
    Call("POST", "/api/interview-date", "Keeps the day, or forgets it.", Today, body=shapes.InterviewDay),
    *ADVICE_CALLS,
    *PROFILE_CALLS,
    *LIBRARY_CALLS,
    *LIVE_CALLS,
    *STUDY_CALLS,
    Call("GET", "/api/privacy", "Posture, jail, who may get what, today's sums.", privacy.PrivacyRecord),
    Call("POST", "/api/privacy/posture", "Changes it.", privacy.PrivacyRecord, body=privacy.PostureChange),
    Call("POST", "/api/privacy/allow", "One row more.", privacy.PrivacyRecord, body=privacy.PermissionChange),
    Call(
        "POST", "/api/privacy/revoke", "One row less.", privacy.PrivacyRecord, body=privacy.PermissionChange
    ),
    Call(
        "POST",
        "/api/privacy/preview",
        "What would be sent, to the byte; nothing is.",
        privacy.PreviewRecord,
        body=privacy.PreviewWish,
    ),
    Call(
        "GET",
        "/api/privacy/ledger",
        "What was sent, refused or changed.",
        privacy.LedgerRecord,
        query=(
            Query("search", "words that all stand in a line", required=False),
            Query("limit", "at most this many; default 100, at most 500", required=False),
        ),
    ),
    Call("POST", "/api/privacy/verify", "Checks the ledger.", privacy.VerifiedRecord),
    Call("POST", "/api/privacy/test", "Plants six leaks in the app.", tuple[privacy.LeakRecord, ...]),
    Call("GET", "/api/progress", "Every answer in numbers, oldest first.", tuple[AnswerFigures, ...]),
    Call("GET", "/api/sessions", "History, newest first.", tuple[SessionLine, ...]),
    Call("GET", _ONE_SESSION, "One session in full.", SessionRecord),
    Call("DELETE", _ONE_SESSION, "Removes it with its recording."),
    Call(
        "GET",
        f"{_ONE_SESSION}/why",
        "The signs behind each finding and missing part, as they are weighed today.",
        tuple[Explanation, ...],
    ),
    Call(
        "POST",
        f"{_ONE_SESSION}/notes",
        "Replaces the user's notes; an empty text removes them.",
        body=shapes.NotesText,
    ),
    Call("GET", f"{_ONE_SESSION}/audio", "The recording; byte ranges.", media=("audio/wav",)),
    Call(
        "GET",
        f"{_ONE_SESSION}/export",
        "The session as a file.",
        query=(Query("format", "default: md", required=False, among=tuple(SESSION_FORMATS)),),
        media=tuple(SESSION_FORMATS.values()),
    ),
    Call(
        "GET",
        "/api/compare",
        "Two to six attempts at one question, with what changed from each to the next.",
        SideBySide,
        query=(Query("session", "an id; given two to six times", repeated=True),),
    ),
    Call(
        "GET",
        "/api/lock",
        "Whether the app is locked, and where the key is; answered when locked.",
        keeping.LockState,
    ),
    Call(
        "POST",
        "/api/lock",
        "Ends recordings, closes sockets and the record; 409 without a passphrase.",
        keeping.LockState,
    ),
    Call(
        "POST",
        "/api/lock/open",
        "Opens the record; 409 while one must wait.",
        keeping.LockState,
        body=keeping.Passphrase,
    ),
    Call("POST", "/api/vault/create", "Sets a passphrase.", keeping.LockState, body=keeping.Passphrase),
    Call("POST", "/api/vault/change", "Changes it.", keeping.LockState, body=keeping.PassphraseChange),
    Call("POST", "/api/vault/remove", "Takes it away.", keeping.LockState, body=keeping.Passphrase),
    Call("GET", "/api/keeping", "How long things are kept, and when the app locks.", keeping.Keeping),
    Call(
        "POST",
        "/api/keeping",
        "Changes what is given; rules hold at once.",
        keeping.Keeping,
        body=keeping.Keeping,
    ),
    Call(
        "POST",
        "/api/keeping/preview",
        "What would go today under these rules.",
        Due,
        body=keeping.KeepingRules,
    ),
    Call("POST", "/api/erase", "Deletes the record, recordings, settings and the key.", body=keeping.Erase),
    Call("GET", "/api/backup", "The last backup, and how far the one under way is.", keeping.BackupState),
    Call("POST", "/api/backup", "Begins to make one.", keeping.BackupState, body=keeping.BackupWish),
    Call("POST", "/api/backup/stop", "Stops it; nothing is kept.", keeping.BackupState),
    Call("GET", "/api/backup/file", "The backup that was made, once.", media=("application/octet-stream",)),
    Call(
        "POST",
        "/api/backup/incoming",
        "Makes room for one that comes in pieces.",
        keeping.Upload,
        body=keeping.UploadSize,
    ),
    Call(
        "POST",
        "/api/backup/incoming/{upload}",
        "Its next piece, at most 1 MB; answers how much there is now.",
        keeping.UploadSize,
        query=(Query("at", "where the piece belongs"),),
        body="application/octet-stream",
    ),
    Call(
        "POST",
        "/api/backup/restore",
        "Checks it and puts it in place.",
        keeping.Restored,
        body=keeping.RestoreWish,
    ),
    Call("DELETE", "/api/backup/aside", "Deletes what restores took the place of.", keeping.BackupState),
    Call("GET", "/api/mocks", "Mock interviews, newest first.", tuple[MockLine, ...]),
    Call("POST", "/api/mocks", "Begins one: questions chosen by these wishes.", MockReport, body=Wish),
    Call("GET", _ONE_MOCK, "Its questions, how each answer went, and the report so far.", MockReport),
    Call("DELETE", _ONE_MOCK, "Removes the report; its answers stay."),
    Call(
        "POST",
        f"{_ONE_MOCK}/turns/{{position:int}}",
        "Begins an attempt at that question, like `/api/practice`.",
        shapes.Begun,
        body=shapes.TurnAnswer,
    ),
    Call(
        "POST",
        f"{_ONE_MOCK}/turns/{{position:int}}/close",
        "Goes on, with a follow-up where something was missing.",
        MockReport,
        body=shapes.TurnClose,
    ),
    Call("POST", f"{_ONE_MOCK}/end", "Ends it now.", MockReport),
    Call(
        "GET",
        f"{_ONE_MOCK}/export",
        "The report as a file.",
        query=(Query("format", "default: md", required=False, among=tuple(MOCK_FORMATS)),),
        media=tuple(MOCK_FORMATS.values()),
    ),
)

EVENTS: dict[str, str] = {
    "session-started": "what is practised, and what is permitted",
    "voice": "a stretch of speech was heard, before it is recognised",
    "filled-pause": "an `uh` or `um` was heard in the sound, whether or not the words have it",
    "segment": "what a turn says, as of a revision; final or not",
    "lag": "how far recognition is behind the sound on disk",
    "capture-ended": "no more sound: how much lies on disk, and why it ended (stopped, ended, lost, locked, "
    "slept or deleted); words of it may still come",
    "feedback": "the coach's feedback on an attempt",
    "noticed": "something the user should know, and the next step",
    "session-ended": "nothing follows",
}
"""Every kind of event, and what it says."""
