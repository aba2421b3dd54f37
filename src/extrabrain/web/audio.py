"""A session's recording as WAV, whole or one byte range (RFC 9110 section 14), decrypted by slices."""

import re
from collections.abc import Iterator
from pathlib import Path

from anyio import to_thread
from starlette.responses import Response, StreamingResponse

from extrabrain.core.errors import NotFound
from extrabrain.sound.spool_read import SpoolReader

PIECE_SAMPLES = 16_000


async def wav_reply(path: Path, key: bytes, range_header: str | None) -> Response:
    """200 with everything, 206 for `bytes=a-b`, 416 where that lies outside; `NotFound` without one."""
    if not path.exists():
        raise NotFound("This session has no recording.", next_step="Typed answers have none.")
    from extrabrain.sound.encode import wav_header  # brings PyAV, which a start can do without

    samples = await to_thread.run_sync(_samples, path, key)
    head = wav_header(samples)
    size = len(head) + samples * 2
    asked = _range(range_header, size)
    if asked is None:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    start, end = asked
    headers = {"accept-ranges": "bytes", "content-length": str(end - start)}
    if range_header:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    body = _bytes(path, key, head, start, end)
    return StreamingResponse(
        body, status_code=206 if range_header else 200, headers=headers, media_type="audio/wav"
    )


def _samples(path: Path, key: bytes) -> int:
    with SpoolReader(path, key) as reader:
        reader.scan()
        return reader.samples


def _range(header: str | None, size: int) -> tuple[int, int] | None:
    """Start and end (exclusive) in bytes; none where it cannot be satisfied."""
    if not header:
        return 0, size
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None


def _bytes(path: Path, key: bytes, head: bytes, start: int, end: int) -> Iterator[bytes]:
    if start < len(head):
        yield head[start : min(end, len(head))]
    at, stop = max(0, start - len(head)), end - len(head)
    with SpoolReader(path, key) as reader:
        while at < stop:
            first = at // 2
            pcm = reader.slice(first, min(first + PIECE_SAMPLES, (stop + 1) // 2))
            piece = pcm[at - first * 2 : stop - first * 2]
            if not piece:
                return
            yield piece
            at += len(piece)
