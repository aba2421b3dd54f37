import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from extrabrain.core.errors import NotFound, Problem, ProtectedStorage
from extrabrain.weights.disk import DiskFull
from extrabrain.weights.fetch import WrongFile
from extrabrain.weights.progress import Progress
from extrabrain.weights.store import Weights

DATA = bytes(range(256)) * 4_000


@pytest.fixture
def weights(registry, weights_of) -> Weights:
    """One model, `thing`, that can be pulled."""
    registry.put("/f.bin", DATA)
    return weights_of(registry.model("thing", registry.file("f.bin", DATA, (f"{registry.url}/f.bin",))))


def test_from_absent_to_ready(registry, weights: Weights) -> None:
    assert weights.state("thing") == "absent"
    assert not weights.ready("thing")
    assert weights.download_bytes(["thing"]) == len(DATA)
    with pytest.raises(NotFound, match="thing") as caught:
        weights.path("thing")
    assert "extrabrain models pull thing" in caught.value.next_step

    folder = weights.pull("thing")
    assert folder == weights.path("thing") == weights.folder / "thing"
    assert weights.state("thing") == "ready"
    assert weights.download_bytes(["thing"]) == 0

    weights.pull("thing")
    assert registry.fetched("/f.bin") == [0]


def test_an_unknown_model(weights: Weights) -> None:
    for call in (weights.ready, weights.path, weights.pull, weights.remove, weights.verify):
        with pytest.raises(NotFound, match="no model called 'nothing'") as caught:
            call("nothing")
        assert "thing" in caught.value.next_step


def test_progress_counts_up_to_done(weights: Weights) -> None:
    told: list[Progress] = []
    weights.pull("thing", told.append)
    assert told[-1].doing == "done"
    assert told[-1].done_bytes == told[-1].total_bytes == len(DATA)
    assert [p.done_bytes for p in told] == sorted(p.done_bytes for p in told)


def test_a_file_cut_short_makes_a_model_unready(weights: Weights) -> None:
    folder = weights.pull("thing")
    (folder / "f.bin").write_bytes(DATA[:-1])
    assert weights.state("thing") == "partial"
    weights.pull("thing")
    assert (folder / "f.bin").read_bytes() == DATA


def test_verify_reads_every_byte(weights: Weights) -> None:
    folder = weights.pull("thing")
    assert weights.verify("thing") == folder
    (folder / "f.bin").write_bytes(DATA[:-1] + b"!")
    assert weights.ready("thing"), "a change of no size is only seen by reading"
    with pytest.raises(WrongFile) as caught:
        weights.verify("thing")
    assert "models pull thing" in caught.value.next_step
    assert not weights.ready("thing")
    weights.pull("thing")
    assert weights.verify("thing") == folder


def test_verify_of_what_is_not_here(weights: Weights) -> None:
    with pytest.raises(NotFound, match="missing"):
        weights.verify("thing")


def test_files_that_someone_copied_there_are_taken(registry, weights: Weights) -> None:
    folder = weights.folder / "thing"
    folder.mkdir(parents=True)
    (folder / "f.bin").write_bytes(DATA)
    registry.close()
    assert weights.pull("thing") == folder
    assert weights.ready("thing")


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"f.bin": "00"}'])
def test_a_stamp_that_says_something_else_is_no_proof(weights: Weights, stamp: str) -> None:
    folder = weights.pull("thing")
    (folder / ".verified.json").write_text(stamp)
    assert not weights.ready("thing")


def test_remove(weights: Weights) -> None:
    folder = weights.pull("thing")
    assert weights.remove("thing") >= len(DATA)
    assert not folder.exists()
    with pytest.raises(NotFound, match="not on this machine"):
        weights.remove("thing")


def test_two_at_once_fetch_it_once(registry, weights: Weights) -> None:
    folders: list[Path] = []
    pullers = [threading.Thread(target=lambda: folders.append(weights.pull("thing"))) for _ in range(4)]
    for puller in pullers:
        puller.start()
    for puller in pullers:
        puller.join()
    assert folders == [weights.folder / "thing"] * 4
    assert registry.fetched("/f.bin") == [0]


HOLDER = """
import sys, time
from pathlib import Path
from extrabrain.weights.lock import only_one
with only_one(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_waits_and_says_so(registry, weights: Weights) -> None:
    lock = weights.folder / ".locks" / "thing.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    told: list[str] = []

    def tell(progress: Progress) -> None:
        told.append(progress.doing)
        if progress.doing == "waiting" and holder.stdin is not None and not holder.stdin.closed:
            assert registry.asked == []
            holder.stdin.close()

    weights.pull("thing", tell)
    assert told[0] == "waiting"
    assert told[-1] == "done"
    assert holder.wait(10) == 0


FULL = """
import json, resource, signal, sys
from pathlib import Path
from extrabrain.core.errors import Problem
from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.weights.catalogue import Entry, File, Part, Source
from extrabrain.weights.store import Weights
folder, url, sha256, size, limit = json.loads(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
file = File("f.bin", sha256, size, (Source((Part(url + "/f.bin", size),)),))
door = Door(Keeper(Charter(Path(folder) / "home", Path(folder) / "key", index=url)))
try:
    Weights(Path(folder), door, entries=[Entry("thing", "Thing", "asr", "MIT", 1, (file,))]).pull("thing")
except Problem as problem:
    print(type(problem).__name__, problem)
    sys.exit(problem.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a Unix thing")
def test_a_disk_that_fills_up_keeps_what_came(registry, weights: Weights) -> None:
    file = weights.entry("thing").files[0]
    told = json.dumps([str(weights.folder), registry.url, file.sha256, file.size_bytes, 300_000])
    ran = subprocess.run([sys.executable, "-c", FULL, told], capture_output=True, text=True, check=False)
    assert ran.returncode == DiskFull.code, ran.stderr
    assert "DiskFull The disk filled up" in ran.stdout
    assert "Free some space" in ran.stdout
    kept = weights.folder / "thing" / ".f.bin.0.part"
    assert DATA.startswith(kept.read_bytes())
    assert kept.stat().st_size > 0
    assert (weights.pull("thing") / "f.bin").read_bytes() == DATA
    assert registry.fetched("/f.bin")[-1] == 300_000


def test_a_folder_that_is_a_file(registry, weights: Weights) -> None:
    weights.folder.write_text("in the way")
    with pytest.raises(Problem, match="cannot be") as caught:
        weights.pull("thing")
    assert "EXTRABRAIN_MODELS" in caught.value.next_step


def test_a_disk_without_room_is_refused_at_once(registry, weights_of) -> None:
    petabyte = 10**15
    entry = registry.model(
        "thing", registry.file("f.bin", DATA, ("pypi:m==1#f.bin",), download_bytes=petabyte)
    )
    with pytest.raises(ProtectedStorage, match="too little room"):
        weights_of(entry).pull("thing")
    assert registry.asked == []
