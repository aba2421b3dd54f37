"""The workspace by commands, in processes of their own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXTRABRAIN = Path(sys.executable).with_name("extrabrain")


def run(*words: object, given: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [EXTRABRAIN, *map(str, words)], input=given, capture_output=True, text=True, timeout=120, check=False
    )


def envelope(*words: object) -> dict[str, Any]:
    ran = run(*words, "--json")
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "mine"
    place.mkdir()
    (place / "cv.txt").write_text(
        "Ann Lee, engineer.\nI found that the classifier missed 14 % of Hindi prompts.\n"
    )
    (place / "bad.pdf").write_bytes(b"%PDF-1.4")
    return place


@pytest.mark.weights
def test_import_search_ask_and_documents(home: Path, models_dir: Path, folder: Path) -> None:
    first = run("import", folder)
    assert first.returncode == 6
    assert "1 added; 1 file could not be read" in first.stdout
    assert "bad.pdf" in first.stdout
    assert envelope("import", folder / "cv.txt", "--group", "me")["data"]["updated"] == 1

    found = envelope("search", "hindi", "prompts")["data"]["hits"][0]
    assert found["external_id"].endswith("cv.txt")
    told = envelope("ask", "How many Hindi prompts did the classifier miss?")["data"]
    assert told["found"]
    assert "14 %" in told["citations"][0]["text"]
    assert envelope("ask", "What is the capital of Peru?")["data"]["found"] is False

    (kept,) = envelope("documents", "list", "--group", "me")["data"]["documents"]
    number = kept["document_id"]
    assert "Hindi" in run("documents", "show", number).stdout
    assert envelope("documents", "disable", number)["code"] == 0
    assert envelope("search", "hindi")["data"]["hits"] == []
    assert envelope("documents", "enable", number)["code"] == 0
    assert envelope("documents", "remove", number)["code"] == 0
    assert envelope("documents", "show", number)["code"] == 8


@pytest.mark.weights
def test_lines_go_on_past_bad_ones(home: Path, models_dir: Path, tmp_path: Path) -> None:
    lines = [
        '{"external_id": "a", "title": "", "text": "A zebra."}',
        "?",
        '{"external_id": "b", "text": "A cat."}',
    ]
    ran = run("import", "--jsonl", "-", given="\n".join(lines))
    assert ran.returncode == 6
    assert [json.loads(line)["code"] for line in ran.stdout.splitlines()] == [0, 2, 0]
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": 7, "query": "zebra"}\n{"id": 8}\n')
    ran = run("search", "--jsonl", asked)
    first, second = map(json.loads, ran.stdout.splitlines())
    assert (first["id"], first["hits"][0]["external_id"]) == (7, "a")
    assert {"document_id", "external_id", "score", "text", "span"} <= first["hits"][0].keys()
    assert (second["id"], second["code"], ran.returncode) == (8, 2, 6)


def test_what_to_bring_must_be_said(home: Path) -> None:
    assert run("import").returncode == 2
    assert run("import", "nowhere.pdf").returncode == 8
