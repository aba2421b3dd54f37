"""The ledger shows what was done to it."""

import json
import random
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from extrabrain.core.egress import Egress
from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.ledger import Ledger, head_from, read_head
from extrabrain.guard.ledger_read import entries, verify

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from promises.books import Book

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def entry(number: int) -> Egress:
    return Egress(
        1_700_000_000_000 + number, "asked", "pypi.org:443", "weights", ("audio",), bytes_out=number
    )


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "ledger.jsonl", tmp_path / "outside" / "ledger.head"


def sound(files: tuple[Path, Path]) -> bool:
    return verify(*files, KEY.public_key()).sound


def test_what_was_written_is_read_back(files: tuple[Path, Path]) -> None:
    ledger = Ledger(*files, KEY)
    heads = [ledger.append(entry(n)) for n in range(5)]
    assert [line.entry for line in entries(files[0])] == [entry(n) for n in range(5)]
    assert read_head(files[1]) == heads[-1]
    found = verify(*files, KEY.public_key(), also=heads[2])
    assert found.sound and found.lines == 5 and found.head == heads[-1]


def test_two_processes_write_one_chain(files: tuple[Path, Path]) -> None:
    one, two = Ledger(*files, KEY), Ledger(*files, KEY)
    for n in range(10):
        (one, two)[n % 2].append(entry(n))
    assert sound(files)


def test_each_kind_of_tampering_shows(tmp_path: Path) -> None:
    book, rng = Book(tmp_path), random.Random(3)
    assert book.sound()
    missed: list[str] = []
    for _ in range(600):
        book.put_back()
        how = book.tamper(rng)
        changed = (book.path.read_bytes(), book.head.read_text("latin-1")) != book.whole
        missed += [how] if changed and book.sound() else []
    assert missed == []


def test_an_older_ledger_shows_against_a_head_that_was_noted(files: tuple[Path, Path]) -> None:
    """Head and ledger rolled back together: only a head that is kept elsewhere tells."""
    ledger = Ledger(*files, KEY)
    ledger.append(entry(1))
    older = files[0].read_bytes(), files[1].read_text()
    noted = ledger.append(entry(2))
    files[0].write_bytes(older[0])
    files[1].write_text(older[1])
    assert sound(files)
    found = verify(*files, KEY.public_key(), also=head_from(str(noted)))
    assert not found.sound and "rolled back" in found.fault


def test_a_ledger_that_was_cut_stays_so_in_sight(files: tuple[Path, Path]) -> None:
    """What is appended afterwards does not heal it."""
    ledger = Ledger(*files, KEY)
    for n in range(4):
        ledger.append(entry(n))
    lines = files[0].read_bytes().splitlines(keepends=True)
    files[0].write_bytes(b"".join(lines[:2]))
    Ledger(*files, KEY).append(entry(9))
    assert not sound(files)


def test_a_crash_between_line_and_head_is_no_tampering(files: tuple[Path, Path]) -> None:
    ledger = Ledger(*files, KEY)
    ledger.append(entry(1))
    head = files[1].read_text()
    ledger.append(entry(2))
    files[1].write_text(head)
    assert sound(files)


def test_no_field_takes_free_text(files: tuple[Path, Path]) -> None:
    ledger = Ledger(*files, KEY)
    ledger.append(entry(1))
    plain = json.loads(files[0].read_text())
    for name in ("step", "purpose", "reason", "posture"):
        files[0].write_text(json.dumps(plain | {name: "my secret"}) + "\n")
        assert not sound(files) and list(entries(files[0])) == []


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()
    with pytest.raises(ProtectedStorage, match="ledger"):
        Ledger(tmp_path / "ledger.jsonl", tmp_path / "head", KEY).append(entry(1))
