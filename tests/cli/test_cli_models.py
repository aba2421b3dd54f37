"""`extrabrain models` as a person runs it: a process, real files, a package index on this machine."""

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from extrabrain.weights.catalogue import catalogue

VAD = next(model for model in catalogue() if model.id == "silero-vad")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extrabrain.cli.main", "models", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=120,
    )


def data(ran: subprocess.CompletedProcess[str], code: int = 0) -> Any:
    """What the one envelope on stdout holds."""
    assert ran.returncode == code, ran.stderr
    envelope = json.loads(ran.stdout)
    assert set(envelope) == {"code", "data", "message"}
    assert envelope["code"] == code
    return envelope["data"]


@pytest.fixture
def mirror(models_dir: Path) -> Iterator[str]:
    """A package index that carries one release: the real voice activity model in a wheel."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.write(models_dir / "silero-vad" / "silero_vad.onnx", "silero_vad/data/silero_vad.onnx")
    name = "silero_vad-6.2.3-py3-none-any.whl"
    hashes = {"sha256": hashlib.sha256(packed.getvalue()).hexdigest()}
    page = json.dumps({"files": [{"filename": name, "url": f"/files/{name}", "hashes": hashes}]})
    served = {"/simple/silero-vad/": page.encode(), f"/files/{name}": packed.getvalue()}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

        def do_GET(self) -> None:
            body = served.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header(
                "Content-Type", "application/json" if self.path.endswith("/") else "application/zip"
            )
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_list_in_json(home: Path) -> None:
    rows = data(run("list", "--json"))
    assert [row["id"] for row in rows] == [model.id for model in catalogue()]
    first = rows[0]
    assert first["state"] == "absent"
    assert first["size_bytes"] == VAD.size_bytes
    assert first["licence"] == "MIT"
    assert isinstance(first["fits"], bool)
    assert [row["id"] for row in rows if row["starter"]] == [
        "silero-vad",
        "moonshine-tiny-en",
        "minilm-l6-v2",
    ]


def test_list_for_people(home: Path) -> None:
    ran = run("list")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[0].split() == [
        "MODEL",
        "SIZE",
        "MEMORY",
        "LICENCE",
        "STATE",
        "FITS",
        "FOR",
    ]
    assert "silero-vad" in ran.stdout
    assert str(home / "models") in ran.stdout


@pytest.mark.weights
def test_pull_list_remove(home: Path, mirror: str, tmp_path: Path) -> None:
    place = {"EXTRABRAIN_MODELS": str(tmp_path / "models"), "EXTRABRAIN_PYPI": mirror}
    ran = run("pull", "silero-vad", "--json", **place)
    (row,) = data(ran)
    assert row["done"] == "fetched"
    assert (Path(row["path"]) / "silero_vad.onnx").stat().st_size == VAD.size_bytes
    assert "silero-vad: 100% of" in ran.stderr

    assert data(run("list", "--json", **place))[0]["state"] == "ready"
    assert data(run("pull", "silero-vad", "--json", **place))[0]["done"] == "here already"

    (tmp_path / "models" / "silero-vad" / "silero_vad.onnx").write_bytes(b"\0" * VAD.size_bytes)
    ran = run("pull", "silero-vad", "--json", **place)
    assert data(ran)[0]["done"] == "fetched anew"
    assert "SHA-256" in ran.stderr

    assert data(run("remove", "silero-vad", "--json", **place))[0]["freed_bytes"] >= VAD.size_bytes
    assert data(run("list", "--json", **place))[0]["state"] == "absent"
    assert data(run("remove", "silero-vad", "--json", **place), code=8) is None


@pytest.mark.weights
def test_some_of_several(home: Path, mirror: str, tmp_path: Path) -> None:
    place = {"EXTRABRAIN_MODELS": str(tmp_path / "models"), "EXTRABRAIN_PYPI": mirror}
    ran = run("pull", "starter", "--json", **place)
    found = data(ran, code=6)
    assert [row["id"] for row in found["pulled"]] == ["silero-vad"]
    assert [row["id"] for row in found["failed"]] == ["moonshine-tiny-en", "minilm-l6-v2"]
    assert all(row["what"] and row["next_step"] for row in found["failed"])
    assert "Traceback" not in ran.stderr


def test_an_unknown_model_fetches_nothing(home: Path) -> None:
    ran = run("pull", "silero-vad", "nothing", EXTRABRAIN_PYPI="http://127.0.0.1:9")
    assert ran.returncode == 8
    assert ran.stdout == ""
    assert "no model called 'nothing'" in ran.stderr
    assert not (home / "models").exists()


def test_offline(home: Path) -> None:
    ran = run("pull", "silero-vad", EXTRABRAIN_PYPI="http://127.0.0.1:9")
    assert ran.returncode == 1
    assert "127.0.0.1:9 cannot be reached" in ran.stderr
    assert "network" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_words_that_are_off(home: Path) -> None:
    ran = run("pull", "--json")
    assert data(ran, code=2) is None
