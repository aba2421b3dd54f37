"""`extrabrain ocr` as a person and as a program uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "screen"))

from drawn import drawn

PROGRAM = Path(sys.executable).with_name("extrabrain")
SAID = "Nothing leaves this machine"


@pytest.fixture
def run(home: Path):
    def ran(*words: object, told: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [PROGRAM, *map(str, words)],
            input=told,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )

    return ran


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn((40, 60, SAID), (40, 260, "and nothing is saved")))
    return path


def test_text_for_people(run, picture: Path) -> None:
    ran = run("ocr", picture)
    assert ran.returncode == 0 and SAID in ran.stdout and "and nothing is saved" in ran.stdout
    assert run("ocr", "--region", "0,240,640,100", picture).stdout == "and nothing is saved\n"


def test_lines_with_places_for_programs(run, picture: Path) -> None:
    plain = json.loads(run("ocr", "--json", picture).stdout)
    assert plain["code"] == 0
    one = plain["data"]["files"][0]
    assert one["path"] == str(picture) and (one["width"], one["height"]) == (640, 360)
    assert one["text"].split("\n\n") == [line["text"] for line in one["lines"]] and one["blocks"] == [1, 1]
    assert set(one["lines"][0]["box"]) == {"left", "top", "right", "bottom"}


def test_one_bad_picture_among_good_ones(run, picture: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    ran = run("ocr", "--json", bad, picture)
    plain = json.loads(ran.stdout)
    assert ran.returncode == plain["code"] == 6
    assert [each["path"] for each in plain["data"]["failed"]] == [str(bad)]
    assert len(plain["data"]["files"]) == 1
    assert run("ocr", bad).returncode == 8
    gone = run("ocr", tmp_path / "gone.png")
    assert gone.returncode == 8 and "no such file" in gone.stderr


def test_wrong_words(run, picture: Path) -> None:
    assert run("ocr").returncode == 2
    for region in ("1,2,3", "0,0,0,5", "a,b,c,d"):
        ran = run("ocr", "--region", region, picture)
        assert ran.returncode == 2 and "LEFT,TOP,WIDTH,HEIGHT" in ran.stderr


def test_lines_in_lines_out(run, picture: Path) -> None:
    asked = [
        {"id": 1, "path": str(picture), "region": "0,0,640,200"},
        {"id": "b"},
        {"id": 3, "path": "gone.png"},
    ]
    ran = run("ocr", "--jsonl", "-", told="\n".join(map(json.dumps, asked)))
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(line["id"], line["code"]) for line in lines] == [(1, 0), ("b", 2), (3, 8)]
    assert lines[0]["data"]["text"] == SAID and ran.returncode == 6


def test_without_the_networks_it_says_how_to_get_them(run, picture: Path, tmp_path: Path) -> None:
    """The extra hidden by a package of its name that has nothing in it."""
    hidden = tmp_path / "hidden" / "rapidocr"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("")
    ran = run("ocr", picture, PYTHONPATH=str(hidden.parent))
    assert ran.returncode == 8
    assert "extrabrain models pull ppocr-v6-small" in ran.stderr and "extrabrain[screen]" in ran.stderr


def test_a_screen_that_cannot_be_seen(run) -> None:
    """There is none on a machine without a display, and that is said with what to do."""
    ran = run("ocr", "--screen", DISPLAY="", WAYLAND_DISPLAY="")
    if sys.platform == "linux":
        assert ran.returncode == 1 and "no picture of the screen" in ran.stderr and "Wayland" in ran.stderr
    assert run("ocr", "--screen", "a.png").returncode == 2
