"""Files handed over: encrypted while they wait, read, refused in words, gone on with after a crash."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from app_process import App, running

from extrabrain.record import documents, incoming
from extrabrain.record.db import Store

NAMED = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")


@pytest.fixture
def app(tmp_path: Path, models_dir: Path) -> Iterator[App]:
    with running(tmp_path / "home", models_dir) as started:
        yield started


def send(app: App, name: str, body: bytes | Iterator[bytes]) -> dict[str, Any]:
    headers = {"cookie": app.cookie, "origin": app.base, "content-type": "application/octet-stream"}
    return httpx2.post(
        f"{app.base}/api/library/files", params={"name": name}, content=body, headers=headers
    ).json()


def settled(app: App) -> dict[str, Any]:
    for _ in range(600):
        state = app.data("/api/library/import")
        if not state["busy"] and not state["waiting"]:
            return state
        time.sleep(0.1)
    raise AssertionError("the import does not end")


@pytest.mark.weights
def test_a_file_is_read_and_found(app: App) -> None:
    secret = b"The zebra probe leaked labels. " * 40_000
    assert send(app, "folder/../notes.txt", secret)["code"] == 0
    assert settled(app)["report"]["added"] == 1
    (document,) = app.data("/api/library/documents")
    assert document["external_id"] == "folder/notes.txt"
    assert app.data("/api/library/search?q=zebra")[0]["document_id"] == document["document_id"]
    home = Path(app.environment["EXTRABRAIN_HOME"])
    for path in home.rglob("*"):
        assert not path.is_file() or b"zebra probe" not in path.read_bytes(), path
    assert send(app, "pic.exe", b"MZ")["code"] == 8
    assert app.get(f"/api/library/documents/{document['document_id'] + 1}").status_code == 404


def in_two(first: bytes, between: Callable[[], object], last: bytes) -> Iterator[bytes]:
    """A body that is half there while something else happens."""
    yield first
    time.sleep(0.5)
    between()
    yield last


@pytest.mark.weights
def test_the_first_look_at_the_library_does_not_break_a_file_on_its_way(app: App) -> None:
    body = in_two(b"The zebra probe leaked. " * 50_000, lambda: app.data("/api/library/documents"), b"End.")
    assert send(app, "notes.txt", body)["code"] == 0
    assert settled(app)["report"]["added"] == 1


@pytest.mark.weights
def test_a_stop_while_a_file_comes_refuses_it_in_words(app: App) -> None:
    def stop() -> None:
        headers = {"cookie": app.cookie, "origin": app.base}
        assert httpx2.delete(f"{app.base}/api/library/import", headers=headers).status_code == 200

    app.data("/api/library/documents")  # what a first request loads is loaded: the file comes at once
    refused = send(app, "notes.txt", in_two(b"The zebra probe leaked. " * 50_000, stop, b"End."))
    assert refused["code"] == 2, refused
    assert "Bring it again." in str(refused)
    assert send(app, "notes.txt", b"The zebra probe leaked.")["code"] == 0
    assert settled(app)["report"]["added"] == 1


@pytest.mark.weights
def test_a_repository_is_read_where_it_lies(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "probe"
    folder.mkdir()
    (folder / "README.md").write_text("# probe\n\nMeasures zebra leaks in labels.\n")
    for words in (["init", "-q"], ["add", "-A"], [*NAMED, "commit", "-qm", "Measure zebra leaks by hand"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    assert app.post("/api/library/repositories", {"path": str(tmp_path)})["code"] == 2
    assert app.post("/api/library/repositories", {"path": "probe"})["code"] == 2
    assert app.post("/api/library/repositories", {"path": str(folder)})["code"] == 0
    assert settled(app)["report"]["added"] == 2
    assert {d["kind"] for d in app.data("/api/library/documents")} == {"project"}


def test_what_waits_outlives_a_crash_and_what_is_broken_does_not(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path, bytes(32)) as store:
        whole = incoming.begin(store, "a.txt", None, "")
        incoming.append(store, whole, 0, b"first ")
        incoming.append(store, whole, 1, b"second")
        incoming.complete(store, whole)
        incoming.append(store, incoming.begin(store, "b.txt", "notes", "g"), 0, b"half")
    with Store.open(path, bytes(32)) as store:
        incoming.clear(store, only_broken=True)
        (one,) = incoming.waiting(store)
        assert (one.name, one.size, incoming.data(store, one.incoming_id)) == ("a.txt", 12, b"first second")
        incoming.remove(store, one.incoming_id)
        assert incoming.data(store, one.incoming_id) == b""
        assert documents.list_documents(store) == []
