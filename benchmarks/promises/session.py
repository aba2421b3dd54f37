"""A whole session with the real app, as a page drives it: start, speak, import, search, notes, export."""

import json
import sys
import tempfile
import time
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "web"))

from app_process import App, running  # noqa: E402

from extrabrain.app.places import places  # noqa: E402


def done(step: str) -> None:
    sys.stdout.write(f"{step}\n")
    sys.stdout.flush()


def until(app: App, session_id: str) -> dict:
    for _ in range(600):
        found = app.data(f"/api/sessions/{session_id}")
        if found.get("feedback") or found.get("answers"):
            return found
        time.sleep(0.2)
    raise SystemExit(f"no feedback came: {json.dumps(found)[:300]}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "home", places().models) as app:
        done("start")
        app.get("/")
        spoken = app.post("/api/practice", {"question_id": "rlhf-limits", "sample": "weak"})["data"][
            "session_id"
        ]
        until(app, spoken)
        done("speak")
        recording = (ROOT / "examples" / "strong.flac").read_bytes()
        sent = httpx2.post(
            f"{app.base}/api/recordings?question_id=rlhf-limits",
            content=recording,
            headers={**app.headers, "content-type": "audio/flac"},
            timeout=120,
        ).json()
        done("import" if sent["code"] == 0 else f"import:{sent['message']}")
        typed = app.post(
            "/api/practice", {"question_id": "rlhf-limits", "text": "We measured it on held-out tasks."}
        )
        until(app, typed["data"]["session_id"])
        done("feedback")
        app.post(f"/api/sessions/{spoken}/notes", {"text": "look at this again"})
        done("notes")
        app.data("/api/sessions?search=measured")
        done("search")
        for kind in ("md", "json", "srt", "txt"):
            app.get(f"/api/sessions/{spoken}/export?format={kind}")
        done("export")
        app.data("/api/privacy")
        app.post("/api/privacy/verify")
        done("privacy")


if __name__ == "__main__":
    main()
