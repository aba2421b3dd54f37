"""Whether a file stops before its own end, where no decoder would say so: RIFF sizes, Ogg's last page."""

import os
from typing import BinaryIO

_TAIL_BYTES = 65_536 * 2
_OGG_LAST_PAGE = 0x04


def ends_early(source: BinaryIO) -> bool:
    """True for a WAV whose data is shorter than its header says, and an Ogg file without its last page."""
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    head = source.read(12)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _riff_is_short(source, size)
    if head[:4] == b"OggS":
        source.seek(max(0, size - _TAIL_BYTES))
        tail = source.read()
        page = tail.rfind(b"OggS")
        return page < 0 or page + 5 >= len(tail) or not tail[page + 5] & _OGG_LAST_PAGE
    return False


def _riff_is_short(source: BinaryIO, size: int) -> bool:
    """Walks the chunks to `data`. A size of 0 or 2³²−1 means "unknown" (a stream), which is not early."""
    at = 12
    while at + 8 <= size:
        source.seek(at)
        name_and_size = source.read(8)
        length = int.from_bytes(name_and_size[4:8], "little")
        if name_and_size[:4] == b"data":
            return 0 < length < 0xFFFF_FFFF and at + 8 + length > size
        at += 8 + length + length % 2
    return False
