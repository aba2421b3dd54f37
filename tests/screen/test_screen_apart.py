"""The process that reads pictures: it answers, stops, ends, says why, and reaches for nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn import drawn

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.core.picture import Box
from extrabrain.screen.apart import PictureReader, Stopped

SAID = "Nothing leaves this machine"


@pytest.fixture
def reader(networks: Path) -> Iterator[PictureReader]:
    made = PictureReader(lambda: networks)
    yield made
    made.close()


def test_it_reads_and_says_why_it_cannot(reader: PictureReader) -> None:
    assert reader.read(drawn((40, 60, SAID))).text == SAID
    with pytest.raises(Unsupported, match=r"b\.png is no picture"):
        reader.read(b"nothing", "b.png")
    with pytest.raises(Problem, match="outside"):
        reader.read(drawn(), region=Box(9000, 0, 9100, 10))
    assert reader.read(drawn((40, 60, SAID))).text == SAID


def test_a_region_is_placed_in_the_whole(reader: PictureReader) -> None:
    picture = drawn((40, 60, "out of sight"), (40, 260, SAID))
    read = reader.read(picture, region=Box(20, 240, 640, 320))
    assert read.text == SAID and (read.width, read.height) == (640, 360)
    assert abs(read.lines[0].box.left - 40) < 6 and read.lines[0].box.top > 255


def test_it_can_be_stopped_at_any_moment(reader: PictureReader) -> None:
    with pytest.raises(Stopped):
        reader.read(drawn((40, 60, SAID)), stopped=lambda: True)
    assert reader.read(drawn((40, 60, SAID))).text == SAID


def test_one_that_takes_too_long_is_ended(networks: Path) -> None:
    reader = PictureReader(lambda: networks, longest_s=0.0)
    with pytest.raises(Problem, match="longer than"):
        reader.read(drawn((40, 60, SAID)))
    reader.close()


def test_a_problem_with_the_networks_passes() -> None:
    def none() -> Path:
        raise Unsupported("They are not here.")

    with pytest.raises(Unsupported, match="not here"):
        PictureReader(none).read(drawn())


WATCHED = """
import sys
from pathlib import Path

seen = []
def hear(event, args):
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if event.startswith("socket.") or writes:
        seen.append((event, str(args)))
sys.addaudithook(hear)

from extrabrain.screen.ocr import Ocr
from extrabrain.screen.picture import opened

print(Ocr(Path(sys.argv[1])).read(opened(sys.stdin.buffer.read())).text)
print(seen, "rapidocr" in sys.modules, "cv2" in sys.modules)
"""


def test_it_opens_no_socket_and_writes_no_file(networks: Path, tmp_path: Path) -> None:
    kept = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, str(networks)],
        input=drawn((40, 60, SAID)),
        capture_output=True,
        env=kept,
        check=True,
    )
    assert ran.stdout.decode().splitlines() == [SAID, "[] False False"]
    assert list(tmp_path.rglob("*")) == []
