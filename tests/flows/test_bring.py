"""An import brings what is new, opens nothing unchanged, and loses nothing over a bad file or a stop."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.core.errors import NotFound
from extrabrain.flows.bring import Importer
from extrabrain.flows.bring_report import Report, Wish
from extrabrain.flows.read_file import FileReader
from extrabrain.library.reading import Reading
from extrabrain.record import documents
from extrabrain.record.db import Store

KEY = bytes(32)


class Counting:
    """Reads files and remembers which."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self._read = FileReader()

    def __call__(self, path: Path) -> list[Reading]:
        self.opened.append(path.name)
        return self._read(path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        yield opened


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_text("# Reward hacking\nWe measured a gap of twelve points.\n")
    (folder / "deep" / "b.txt").write_text("Ann: What broke?\nBo: The eval.\nAnn: Why?\nBo: It leaked.\n")
    return folder


def bring(store: Store, path: Path, wish: Wish | None = None, read: Counting | None = None) -> Report:
    return Importer(store, None, read or Counting()).bring([path], wish)


def titles(store: Store) -> list[str]:
    return sorted(d.title for d in documents.list_documents(store))


def test_brings_a_folder_once(store: Store, notes: Path) -> None:
    first = bring(store, notes)
    assert (first.added, first.failures) == (2, [])
    assert {d.title: d.kind for d in documents.list_documents(store)} == {
        "Reward hacking": "notes",
        "b": "transcript",
    }
    again = Counting()
    report = bring(store, notes, read=again)
    assert (report.unchanged_files, again.opened) == (2, [])


def test_a_changed_file_is_read_again_and_keeps_its_id(store: Store, notes: Path) -> None:
    bring(store, notes)
    before = {d.external_id: d.document_id for d in documents.list_documents(store)}
    (notes / "a.md").write_text("# Reward hacking\nNow fourteen points, measured twice.\n")
    again = Counting()
    report = bring(store, notes, read=again)
    assert (report.updated, again.opened) == (1, ["a.md"])
    assert {d.external_id: d.document_id for d in documents.list_documents(store)} == before


def test_a_touched_file_with_the_same_text_is_unchanged(store: Store, notes: Path) -> None:
    bring(store, notes)
    os.utime(notes / "a.md", (1, 1))
    report = bring(store, notes)
    assert (report.unchanged, report.updated) == (1, 0)


def test_a_copy_is_not_brought_twice(store: Store, notes: Path) -> None:
    (notes / "copy.txt").write_text((notes / "a.md").read_text().replace("\n", "\r\n"))
    report = bring(store, notes)
    assert report.added == 2
    assert [(Path(one).name, Path(other).name) for one, other in report.twins] == [("copy.txt", "a.md")]
    assert bring(store, notes).unchanged_files == 3
    (kept,) = [d for d in documents.list_documents(store) if d.external_id.endswith("a.md")]
    documents.remove(store, kept.document_id)
    (notes / "a.md").unlink()
    assert bring(store, notes).added == 1, "the copy comes in when what it is a copy of is gone"


def test_a_removed_document_comes_back_with_its_file(store: Store, notes: Path) -> None:
    bring(store, notes)
    for document in documents.list_documents(store):
        documents.remove(store, document.document_id)
    assert bring(store, notes).added == 2


def test_vanished_files_are_told_and_forgotten_when_asked(store: Store, notes: Path) -> None:
    bring(store, notes)
    (notes / "a.md").unlink()
    report = bring(store, notes)
    assert [Path(path).name for path in report.gone] == ["a.md"]
    assert len(titles(store)) == 2
    assert bring(store, notes, Wish(prune=True)).removed == 1
    assert titles(store) == ["b"]


def test_an_entry_that_left_its_file_leaves_the_workspace(store: Store, notes: Path) -> None:
    library = notes / "mine.bib"
    library.write_text("@article{one, title={First paper}}\n@article{two, title={Second paper}}")
    bring(store, library)
    library.write_text("@article{two, title={Second paper}}")
    bring(store, library)
    assert titles(store) == ["Second paper"]


def test_a_bad_file_stops_nothing_and_says_what_to_do(store: Store, notes: Path) -> None:
    (notes / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (notes / "empty.txt").write_bytes(b"")
    (notes / "data.json").write_text("{}")
    report = bring(store, notes)
    assert report.added == 2
    assert {Path(f.path).name: bool(f.next_step) for f in report.failures} == {
        "broken.pdf": True,
        "empty.txt": True,
    }
    assert [Path(path).name for path, _ in report.passed_over] == ["data.json"]
    assert bring(store, notes / "data.json").failures, "a file that was asked for is no aside"


def test_what_the_user_says_wins(store: Store, notes: Path) -> None:
    bring(store, notes, Wish(kind="resume", group="old"))
    assert {(d.kind, d.group) for d in documents.list_documents(store)} == {("resume", "old")}


def test_stopping_keeps_what_is_done_and_goes_on_later(store: Store, notes: Path) -> None:
    for number in range(10):
        (notes / f"n{number}.md").write_text(f"# Note {number}\nIts own words, number {number}.\n")
    read = Counting()
    report = Importer(store, None, read, stopped=lambda: len(read.opened) >= 4).bring([notes])
    assert report.stopped
    assert len(titles(store)) == 4
    rest = bring(store, notes)
    assert (rest.added, rest.unchanged_files) == (8, 4)


def test_nothing_is_read_where_one_path_is_wrong(store: Store, notes: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        Importer(store, None, Counting()).bring([notes, notes / "nowhere"])
    assert titles(store) == []


def test_links_are_not_followed(store: Store, notes: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("Not for the workspace.")
    (notes / "link.txt").symlink_to(outside)
    (notes / "loop").symlink_to(notes, target_is_directory=True)
    report = bring(store, notes)
    assert report.added == 2
    assert sorted(Path(path).name for path, _ in report.passed_over) == ["link.txt", "loop"]


def test_a_name_that_is_no_unicode(store: Store, notes: Path) -> None:
    try:
        (notes / os.fsdecode(b"caf\xe9.md")).write_text("Some words of a note.")
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    assert bring(store, notes).added == 3
    assert bring(store, notes).unchanged_files == 3


def test_kill_9_leaves_whole_documents_and_the_rest_comes_later(tmp_path: Path, notes: Path) -> None:
    """At whatever moment it is killed: what is kept is whole, and one more import makes it complete."""
    for number in range(600):
        (notes / f"n{number}.md").write_text(f"# Note {number}\n" + f"A sentence about {number}. " * 60)
    place = tmp_path / "killed.db"
    code = (
        "import sys; from pathlib import Path\n"
        "from extrabrain.flows.bring import Importer\n"
        "from extrabrain.flows.read_file import FileReader\n"
        "from extrabrain.record.db import Store\n"
        "with Store.open(Path(sys.argv[1]), bytes(32)) as store:\n"
        "    told = lambda p: print(p.done, flush=True)\n"
        "    Importer(store, None, FileReader(), told=told).bring([Path(sys.argv[2])])\n"
    )
    for at in (70, 200, 130):
        process = subprocess.Popen([sys.executable, "-c", code, place, notes], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= at:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Store.open(place, KEY) as store:
            kept = documents.list_documents(store)
            assert 0 < len(kept) < 602
            assert len({d.external_id for d in kept}) == len(kept)
            for document in kept[:50]:
                _, text = documents.get(store, document.document_id)
                assert text == Path(document.external_id).read_text()
                assert document.passages
    with Store.open(place, KEY) as store:
        bring(store, notes)
        assert len(documents.list_documents(store)) == 602
        report = bring(store, notes)
        assert (report.added, report.unchanged_files) == (0, 602)


def test_a_report_is_plain_data(store: Store, notes: Path) -> None:
    from extrabrain.core.codec import to_plain

    assert json.loads(json.dumps(to_plain(bring(store, notes))))["added"] == 2
