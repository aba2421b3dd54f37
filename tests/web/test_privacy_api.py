"""The privacy page's part of the wire, with the real app, jailed where it can be."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from app_process import EXTRABRAIN, App, running
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from extrabrain.web.server import WATCH_S
from extrabrain.web.sockets import MOST

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from promises import gate
from promises.naive import naive

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


def test_the_posture_and_the_rows_change_and_are_told(app: App) -> None:
    assert app.data("/api/privacy")["posture"] == "local"
    app.post("/api/privacy/allow", {"category": "prompt", "provider": "openai"})
    changed = app.post("/api/privacy/posture", {"posture": "hybrid"})["data"]
    assert (changed["posture"], changed["allowed"]) == (
        "hybrid",
        [{"category": "prompt", "provider": "openai"}],
    )
    assert app.data("/api/status")["posture"] == "hybrid"
    assert [line["step"] for line in app.data("/api/privacy/ledger")["lines"]] == ["posture", "allow"]
    assert app.data("/api/privacy/ledger?search=openai")["found"] == 1
    assert app.post("/api/privacy/verify")["data"]["sound"]
    assert app.post("/api/privacy/posture", {"posture": "open"})["code"] == 2
    app.post("/api/privacy/posture", {"posture": "local"})


def test_a_preview_shows_the_bytes_and_sends_none(app: App) -> None:
    wish = {"provider": "anthropic", "category": "transcript", "text": "I am Karin, karin@example.org"}
    shown = app.post("/api/privacy/preview", wish)["data"]
    assert shown["bytes"].startswith("POST /v1/chat/completions HTTP/1.1\r\nHost: api.anthropic.com\r\n")
    assert "x-api-key: (your key)" in shown["bytes"] and "karin@example.org" in shown["bytes"]
    assert shown["size"] == len(shown["bytes"].encode())
    assert [found["kind"] for found in shown["found"]] == ["name", "email"]
    assert "asked" not in [line["step"] for line in app.data("/api/privacy/ledger")["lines"]]


def test_the_running_app_catches_its_own_leaks(app: App) -> None:
    jail = app.data("/api/privacy")["jail"]
    found = app.post("/api/privacy/test")["data"]
    assert len(found) == 6 and all(leak["seen"] for leak in found)
    assert [leak["caught"] for leak in found] == [jail["holds"]] * 6


def begun(app: App) -> str:
    return app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]["session_id"]


def line_to(app: App, session: str) -> ClientConnection:
    url = f"{app.socket}/ws/sessions/{session}"
    return connect(url, additional_headers={"cookie": app.cookie}, origin=Origin(app.base))


def hung_up(app: App, change: Callable[[], object]) -> None:
    with line_to(app, begun(app)) as line:
        line.recv(timeout=30)
        change()
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                line.recv(timeout=30)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4401


def test_sockets_are_hung_up_on_when_the_posture_changes(app: App) -> None:
    hung_up(app, lambda: app.post("/api/privacy/posture", {"posture": "hybrid"}))


def test_a_page_that_reconnects_at_once_is_not_hung_up_on_again(app: App) -> None:
    session = begun(app)
    app.post("/api/privacy/posture", {"posture": "hybrid"})
    with line_to(app, session) as line:
        line.recv(timeout=30)
        with pytest.raises(TimeoutError):
            for _ in range(100):  # longer than the watch takes to look
                line.recv(timeout=3 * WATCH_S)


def test_also_when_it_is_changed_in_a_terminal(app: App) -> None:
    command = [EXTRABRAIN, "posture", "local"]
    hung_up(app, lambda: subprocess.run(command, env=app.environment, check=True, capture_output=True))


def test_mutated_requests_are_refused_and_a_naive_server_takes_them(app: App) -> None:
    with naive() as control:
        found = gate.raw_requests(app, control.port, 300)
    assert found.broke == []
    assert not found.control.startswith("a naive server took 0 ")


def test_an_upgrade_that_is_no_get_is_refused_before_the_app(app: App) -> None:
    request = gate.legitimate(app, Random(1))
    while request["kind"] != "socket":
        request = gate.legitimate(app, Random(os.urandom(4)))
    request["line"] = "POST /ws/sessions/x HTTP/1.1"
    assert gate.answer_to(int(app.base.rpartition(":")[2]), gate.as_bytes(request))[0] == 405


def test_only_so_many_sockets_are_open(app: App) -> None:
    session = begun(app)
    refused = 0
    with ExitStack() as opened:
        for _ in range(MOST + 3):
            try:
                opened.enter_context(line_to(app, session))
            except InvalidStatus:
                refused += 1
    assert refused >= 3


def test_the_app_itself_has_no_network(app: App) -> None:
    """Its process is in a network of its own, and the port that it serves is still there."""
    if not app.data("/api/status")["jailed"] or app.data("/api/status")["jail"] != "namespace":
        pytest.skip("not run here: no namespaces")
    ours = Path("/proc/self/ns/net").readlink()
    assert Path(f"/proc/{app.process.pid}/ns/net").readlink() != ours
    with socket.create_connection(("127.0.0.1", int(app.base.rpartition(":")[2])), 5):
        pass
    assert json.loads(app.get("/api/status").text)["code"] == 0
