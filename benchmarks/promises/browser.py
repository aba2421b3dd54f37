"""P5: what a web page in the user's own browser can do to the app, while that browser is let in."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from promises.naive import Naive
from promises.outcome import Outcome

EVIL = "evil.example"
ATTACKS = {
    "fetch, reading": """async (to) => {
        const r = await fetch(`http://127.0.0.1:${to}/api/status`, {credentials: "include"});
        return (await r.text()).includes("posture");
    }""",
    "fetch, no-cors write": """async (to) => {
        await fetch(`http://127.0.0.1:${to}/api/privacy/posture`, {
            method: "POST", mode: "no-cors", credentials: "include", body: '{"posture":"hybrid"}',
        });
        return "wrote";
    }""",
    "form": """async (to) => {
        const f = document.createElement("form");
        f.method = "POST"; f.action = `http://127.0.0.1:${to}/api/privacy/posture`; f.target = "hole";
        f.enctype = "text/plain";
        const frame = document.createElement("iframe"); frame.name = "hole";
        document.body.append(frame, f);
        f.submit();
        await new Promise((done) => setTimeout(done, 500));
        return "wrote";
    }""",
    "cross-site WebSocket": """(to) => new Promise((done) => {
        const s = new WebSocket(`ws://127.0.0.1:${to}/ws/sessions/x`);
        s.onopen = () => done(true);
        s.onerror = () => done(false);
        setTimeout(() => done(false), 3000);
    })""",
    "script tag": """(to) => new Promise((done) => {
        const s = document.createElement("script");
        s.src = `http://127.0.0.1:${to}/api/status`;
        s.onload = () => done(true); s.onerror = () => done(false);
        document.body.append(s);
        setTimeout(() => done(false), 3000);
    })""",
    "image tag": """(to) => new Promise((done) => {
        const i = new Image();
        i.src = `http://127.0.0.1:${to}/icon.svg`;
        i.onload = () => done(true); i.onerror = () => done(false);
        setTimeout(() => done(false), 3000);
    })""",
    "0.0.0.0": """async (to) => {
        await fetch(`http://0.0.0.0:${to}/api/privacy/posture`, {method: "POST", mode: "no-cors", body: "x"});
        return "wrote";
    }""",
}


class Attacker(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        body = b"<!doctype html><title>evil</title><body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that went away is no news."""


@contextmanager
def attacker() -> Iterator[int]:
    server = Quiet(("127.0.0.1", 0), Attacker)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def attacks(app: Any, control: Naive) -> Outcome:
    found = Outcome("P5", "a hostile page in the user's own browser reads and changes nothing")
    path = next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
    )
    if path is None:
        found.why = "not run here: there is no Chromium"
        return found
    from playwright.sync_api import sync_playwright

    rules = f"MAP {EVIL} 127.0.0.1, MAP rebind.example 127.0.0.1"
    flags = ["--no-sandbox", f"--host-resolver-rules={rules}", "--disable-features=LocalNetworkAccessChecks"]
    with attacker() as home, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=flags)
        context = browser.new_context()
        name, value = app.cookie.split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": app.base}])
        held: list[str] = []
        for attack in (*ATTACKS, "frame", "rebinding", "rebinding, write"):
            got = {}
            for side, port in (("app", int(app.base.rpartition(":")[2])), ("control", control.port)):
                got[side] = _tried(context, attack, home, port, app, control if side == "control" else None)
            found.trial(not got["app"], attack)
            held += [] if got["control"] else [attack]
        unbroken = f"; the browser itself stops {', '.join(held)}" if held else ""
        found.control = f"{found.trials - len(held)} of {found.trials} breach a naive server{unbroken}"
        browser.close()
    return found


def _tried(context: Any, attack: str, home: int, port: int, app: Any, control: Naive | None) -> bool:
    """Whether the attack got what it wanted."""
    from playwright.sync_api import Error

    page = context.new_page()
    before = control.writes if control else app.data("/api/privacy")["posture"]
    try:
        if attack == "frame":
            page.goto(f"http://{EVIL}:{home}/")
            page.evaluate(f"document.body.innerHTML = '<iframe src=\"http://127.0.0.1:{port}/\"></iframe>'")
            page.wait_for_timeout(1500)
            inside = page.frames[-1]
            return inside.url.startswith(f"http://127.0.0.1:{port}") and bool(inside.title())
        if attack.startswith("rebinding"):
            page.goto(f"http://rebind.example:{port}/api/status")
            if attack == "rebinding":
                return "posture" in page.content()
            got: Any = page.evaluate(
                """async () => { await fetch("/api/privacy/posture", {method: "POST",
                headers: {"content-type": "application/json"}, body: '{"posture":"hybrid"}'});
                return "wrote"; }"""
            )
        else:
            page.goto(f"http://{EVIL}:{home}/")
            got = page.evaluate(ATTACKS[attack], port)
    except Error:
        got = False
    finally:
        if attack != "frame":
            page.close()
    if got == "wrote":
        return control.writes > before if control else app.data("/api/privacy")["posture"] != before
    return bool(got)
