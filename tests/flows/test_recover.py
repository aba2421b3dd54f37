"""What a crash leaves of an attempt: how many of the page's frames are on disk."""

from pathlib import Path

from extrabrain.flows.listen import PAUSE_SAMPLES
from extrabrain.flows.recover import page_frames
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import SpoolReader

KEY = bytes(32)
FRAME = bytes(640)


def test_frames_of_the_page_are_counted_without_pauses(tmp_path: Path) -> None:
    with Spool(tmp_path / "a.spool", KEY) as spool:
        for _ in range(7):
            spool.append(FRAME)
        spool.skip(PAUSE_SAMPLES)
        spool.append(FRAME)
        spool.skip(320)  # a frame that came while it was paused: the page counts it
        spool.append(FRAME)
    with SpoolReader(tmp_path / "a.spool", KEY) as reader:
        reader.scan()
        assert page_frames(reader.frames, reader.gaps) == 10
