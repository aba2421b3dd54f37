"""P11: at rest nothing can be read. P12: what was deleted is deleted.

Both run the real app with a folder of its own for data, temporary files and logs, plant canaries through its
own addresses (answers, notes, questions, titles, a recording's name, a search), and look at every file.
"""

import io
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from extrabrain.guard.keys import store_key
from extrabrain.record.connection import connect
from extrabrain.record.db import Store
from promises.app import App, running
from promises.canary import files_with, seen, sees_everything
from promises.pages import decrypted
from promises.tally import Tally

PASS = "four plain garden words"


@dataclass
class Planted:
    words: list[str] = field(default_factory=list)

    def word(self, kind: str) -> str:
        """Letters only, so that a tokenizer keeps it whole, and none that another word begins with."""
        letters = "".join(chr(ord("a") + byte % 26) for byte in secrets.token_bytes(14))
        self.words.append(f"{kind}{letters}")
        return self.words[-1]


def plant(app: App, planted: Planted) -> None:
    """Something of each kind."""
    written = app.post(
        "/api/bank/questions",
        {
            "text": f"How would {planted.word('asked')} fail?",
            "kind": "technical",
            "pattern": "explain",
            "topics": [planted.word("topic")],
            "key_points": [f"it says {planted.word('point')}"],
        },
    )
    assert written["code"] == 0, written
    typed = app.post(
        "/api/practice",
        {
            "question_id": "rlhf-limits",
            "text": f"I think {planted.word('answer')} is wrong, and {planted.word('second')} is right. "
            f"We measured {planted.word('third')} for a week and it fell by half.",
        },
    )
    session_id = typed["data"]["session_id"]
    app.post(f"/api/sessions/{session_id}/notes", {"text": f"remember {planted.word('note')}"})
    app.get(f"/api/sessions/{session_id}/export?format=md")
    mock = app.post("/api/mocks", {"count": 3})
    app.post(
        f"/api/mocks/{mock['data']['mock_id']}/turns/0",
        {"text": f"Because {planted.word('mocked')} was not watched."},
    )
    name = f"{planted.word('named')}.wav"
    sound = _wav()
    sent = httpx2.post(
        f"{app.base}/api/recordings?question_id=rlhf-limits&name={name}",
        content=sound,
        headers={**app.headers, "content-type": "application/octet-stream"},
        timeout=60,
    ).json()
    if sent["code"] == 0:
        for _ in range(200):
            if app.data(f"/api/recordings/{sent['data']['job_id']}")["state"] not in ("waiting", "listening"):
                break
            time.sleep(0.05)
    app.post("/api/backup", {"passphrase": PASS})
    for _ in range(200):
        if app.data("/api/backup")["task"]["state"] != "working":
            break
        time.sleep(0.05)


def _wav() -> bytes:
    from extrabrain.sound.encode import wav_header

    out = io.BytesIO()
    out.write(wav_header(16_000) + bytes(32_000))
    return out.getvalue()


@contextmanager
def _apart() -> Iterator[tuple[Path, App]]:
    """The app with all that it writes in one folder."""
    with tempfile.TemporaryDirectory(prefix="promise-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        with running(
            folder / "home", {"TMPDIR": str(folder / "tmp"), "HOME": str(folder)}, folder / "log"
        ) as app:
            yield folder, app


def p11(trials: int) -> Tally:
    """A trial is one canary in one state of the app: running, locked, killed, ended."""
    tried, failures, notes = 0, 0, []
    blind = sees_everything("quaggacanary")
    if blind:
        return Tally("P11", "at rest, nothing readable", 1, 1, f"the scanner overlooks: {', '.join(blind)}")
    while tried < trials:
        planted = Planted()
        with _apart() as (folder, app):
            (folder / "planted").write_text(planted.word("seen"))
            if len(files_with(planted.words, folder)) != 1:
                return Tally("P11", "at rest, nothing readable", 1, 1, "a planted file was not seen")
            (folder / "planted").unlink()
            plant(app, planted)
            if not app.data("/api/sessions"):
                return Tally("P11", "at rest, nothing readable", 1, 1, "nothing was planted")
            for state in ("running", "locked", "killed"):
                if state == "locked":
                    app.post("/api/vault/create", {"passphrase": PASS})
                    app.post("/api/lock")
                if state == "killed":
                    app.process.kill()
                    app.process.wait()
                hits = files_with([*planted.words, PASS], folder)
                tried += len(planted.words)
                failures += len(hits)
                notes += [f"{state}: {hit}" for hit in hits[:3]]
    return Tally("P11", "at rest, nothing readable", tried, failures, "; ".join(notes))


def p12(trials: int) -> Tally:
    """A trial is one canary, looked for in every decrypted page after the deletion."""
    if not sees_free_pages():
        return Tally("P12", "deleted is deleted", 1, 1, "a row deleted without care was not seen")
    tried, failures, notes = 0, 0, []
    while tried < trials:
        planted = Planted()
        with _apart() as (folder, app):
            plant(app, planted)
            where = folder / "home"
            words = cores([word for word in planted.words if not word.startswith("named")])
            before = seen(words, in_plain(where))
            for session in app.data("/api/sessions"):
                app.delete(f"/api/sessions/{session['session_id']}")
            for mock in app.data("/api/mocks"):
                app.delete(f"/api/mocks/{mock['mock_id']}")
            for question in app.data("/api/questions"):
                if question["own"]:
                    app.delete(f"/api/bank/questions/{question['question_id']}")
            if len(before) < 0.9 * len(words):  # one may lie across two pages
                return Tally("P12", "deleted is deleted", 1, 1, f"only {len(before)} could be seen before")
            hits = seen(words, in_plain(where))
            left = [path.name for path in (where / "audio").glob("*")]
            if (where / "extrabrain.db-wal").stat().st_size:
                left.append("the log was not emptied")
            tried += len(words)
            failures += len(hits) + len(left)
            notes += [*sorted(hits)[:3], *left]
    return Tally("P12", "deleted is deleted", tried, failures, "; ".join(notes))


def in_plain(home: Path) -> bytes:
    """Every page image of the store and of its log, decrypted."""
    key_file = home.with_name(f"{home.name}-key") / "store.key"
    key = store_key(key_file, store_exists=True, keychain=lambda: None)
    return decrypted(home / "extrabrain.db", bytes(key.key))


def sees_free_pages() -> bool:
    """Whether a row that is deleted in the usual way is found again in the pages."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        key = store_key(home.with_name("home-key") / "store.key", store_exists=False, keychain=lambda: None)
        Store.open(home / "extrabrain.db", key.key).close()
        connection = connect(home / "extrabrain.db", key.key)
        connection.execute("PRAGMA secure_delete = OFF").fetchall()
        connection.execute("CREATE TABLE left_over (body TEXT)")
        connection.execute("INSERT INTO left_over VALUES (?)", ("quaggacanary " * 2000,))
        connection.execute("DELETE FROM left_over")
        found = seen(["quaggacanary"], in_plain(home))
        connection.close()
        return bool(found)


def cores(words: list[str]) -> list[str]:
    """The middle of each word: an index shortens its beginning and stems its end."""
    return [word[-12:-3] for word in words]
