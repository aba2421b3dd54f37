"""The spool: nothing lost on kill, nothing readable without the key, nothing lost on a full disk."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extrabrain.core.errors import Conflict, NotFound, ProtectedStorage
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import SpoolReader, read_spool

KEY = bytes(range(32))


def frames(count: int, size: int = 640) -> list[bytes]:
    return [bytes([n % 256]) * size for n in range(count)]


def spooled(path: Path, parts: list[bytes]) -> Path:
    with Spool(path, KEY) as spool:
        for part in parts:
            spool.append(part)
    return path


def test_what_goes_in_comes_out(tmp_path: Path):
    path = spooled(tmp_path / "deep" / "a.spool", frames(50))
    assert b"".join(read_spool(path, KEY)) == b"".join(frames(50))
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_goes_on_where_it_ended(tmp_path: Path):
    path = spooled(tmp_path / "a.spool", frames(3))
    with Spool(path, KEY) as spool:
        assert spool.samples == 3 * 320
        assert spool.duration_ms == 60
        assert spool.torn_bytes == 0
        spool.append(b"\x07" * 640)
    assert b"".join(read_spool(path, KEY)) == b"".join(frames(3)) + b"\x07" * 640


@pytest.mark.parametrize("cut", [1, 20, 36, 37, 100, 691])
def test_a_torn_tail_is_left_out_and_said(tmp_path: Path, cut: int):
    path = spooled(tmp_path / "a.spool", frames(3))
    whole = path.read_bytes()
    one = (len(whole) - 8) // 3
    path.write_bytes(whole[: 8 + 2 * one + cut])
    torn: list[int] = []
    assert b"".join(read_spool(path, KEY, torn.append)) == b"".join(frames(2))
    assert torn == [cut]
    with Spool(path, KEY) as spool:
        assert spool.torn_bytes == cut
        spool.append(b"\x09" * 640)
    assert b"".join(read_spool(path, KEY)) == b"".join(frames(2)) + b"\x09" * 640


@given(at=st.integers(8, 8 + 3 * 692 - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_never_comes_out_as_sound(tmp_path_factory: pytest.TempPathFactory, at: int, bit: int):
    path = spooled(tmp_path_factory.mktemp("flip") / "a.spool", frames(3))
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)
    assert b"".join(read_spool(path, KEY)) == b"".join(frames((at - 8) // 692))


def test_another_key_opens_nothing(tmp_path: Path):
    path = spooled(tmp_path / "a.spool", frames(2))
    with pytest.raises(ProtectedStorage, match="key") as caught:
        list(read_spool(path, bytes(32)))
    assert caught.value.next_step
    with pytest.raises(ProtectedStorage):
        Spool(path, bytes(32))
    assert b"".join(read_spool(path, KEY)) == b"".join(frames(2))


def test_nothing_is_readable_on_disk(tmp_path: Path):
    canary = b"a secret that somebody said aloud.." * 16
    path = spooled(tmp_path / "a.spool", [canary, canary])
    data = path.read_bytes()
    assert b"secret" not in data
    assert data[8 + 52 : 8 + 100] != data[8 + 52 + len(canary) + 52 : 8 + 100 + len(canary) + 52]


def test_a_gap_reads_as_silence_and_takes_no_room(tmp_path: Path):
    path = tmp_path / "a.spool"
    with Spool(path, KEY) as spool:
        spool.append(b"\x01" * 640)
        spool.skip(100_000)
        spool.append(b"\x02" * 640)
        assert spool.samples == 320 + 100_000 + 320
    assert path.stat().st_size < 2_000
    assert b"".join(read_spool(path, KEY)) == b"\x01" * 640 + bytes(200_000) + b"\x02" * 640


def test_a_gap_at_the_end_counts(tmp_path: Path):
    path = tmp_path / "a.spool"
    with Spool(path, KEY) as spool:
        spool.append(b"\x01" * 640)
        spool.skip(16_000)
    with SpoolReader(path, KEY) as reader:
        reader.scan()
        assert reader.samples == 320 + 16_000


@given(
    parts=st.lists(st.one_of(st.integers(1, 2_000), st.integers(-20_000, -1)), max_size=30),
    ends=st.tuples(st.integers(0, 60_000), st.integers(0, 60_000)),
)
def test_a_slice_is_a_slice_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, parts: list[int], ends: tuple[int, int]
):
    path = tmp_path_factory.mktemp("slice") / "a.spool"
    with Spool(path, KEY) as spool:
        for number, size in enumerate(parts):
            if size > 0:
                spool.append(number.to_bytes(2, "little") * size)
            else:
                spool.skip(-size)
    whole = b"".join(read_spool(path, KEY))
    start, end = sorted(ends)
    with SpoolReader(path, KEY) as reader:
        assert reader.slice(start, end) == whole[2 * start : 2 * end]
        reader.scan()
        assert reader.slice(start, end) == whole[2 * start : 2 * end]


def test_a_reader_follows_the_writer(tmp_path: Path):
    with Spool(tmp_path / "a.spool", KEY) as spool, SpoolReader(spool.path, KEY) as reader:
        assert list(reader.follow()) == []
        spool.append(b"\x01" * 640)
        assert list(reader.follow()) == [b"\x01" * 640]
        assert list(reader.follow()) == []
        spool.append(b"\x02" * 640)
        spool.append(b"\x03" * 640)
        assert list(reader.follow()) == [b"\x02" * 640, b"\x03" * 640]


def test_two_writers_are_refused(tmp_path: Path):
    with Spool(tmp_path / "a.spool", KEY), pytest.raises(Conflict, match="Another"):
        Spool(tmp_path / "a.spool", KEY)
    Spool(tmp_path / "a.spool", KEY).close()


def test_half_a_sample_is_a_bug(tmp_path: Path):
    with Spool(tmp_path / "a.spool", KEY) as spool, pytest.raises(ValueError, match="half"):
        spool.append(b"abc")


def test_another_file_is_refused(tmp_path: Path):
    path = tmp_path / "a.spool"
    path.write_bytes(b"something else entirely")
    with pytest.raises(ProtectedStorage, match="not a recording"):
        Spool(path, KEY)
    assert path.read_bytes() == b"something else entirely"
    with pytest.raises(NotFound):
        SpoolReader(tmp_path / "none.spool", KEY)


def test_a_full_disk_is_said_and_what_was_written_stays(tmp_path: Path):
    """A limit on the file's size fails in the same place as a full disk, and without root."""
    path = tmp_path / "a.spool"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    spool = Spool(path, KEY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, hard))
    try:
        with pytest.raises(ProtectedStorage, match="cannot be written") as caught:
            for part in frames(100):
                spool.append(part)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert "Free some disk space" in caught.value.next_step
    kept = spool.samples // 320
    assert kept == (5_000 - 8) // 692
    assert b"".join(read_spool(path, KEY)) == b"".join(frames(kept))
    spool.append(b"\x05" * 640)
    spool.close()
    assert b"".join(read_spool(path, KEY)) == b"".join(frames(kept)) + b"\x05" * 640


WRITER = """
import sys
from pathlib import Path
from extrabrain.sound.spool import Spool
spool = Spool(Path(sys.argv[1]), bytes(range(32)))
for n in range(10**6):
    spool.append((n % 65536).to_bytes(2, "little") * 320)
    print(n + 1, flush=True)
"""


@pytest.mark.parametrize("round_number", range(5))
def test_kill_loses_no_frame_that_append_returned_for(tmp_path: Path, round_number: int):
    path = tmp_path / "a.spool"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(0.01 + 0.013 * round_number)
    os.kill(writer.pid, signal.SIGKILL)
    told = writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    acknowledged = int(told[-1]) if told else 1
    kept = b"".join(read_spool(path, KEY))
    assert len(kept) // 640 >= acknowledged
    expected = b"".join((n % 65536).to_bytes(2, "little") * 320 for n in range(len(kept) // 640))
    assert kept == expected
    Spool(path, KEY).close()
