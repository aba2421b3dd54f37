"""Bytes from one socket to another, as they come, until one side has ended or the time is up."""

import os
import select
import socket
import ssl
from contextlib import suppress

from extrabrain.guard.broker.dial import Broken

CHUNK = 1 << 18
PIPE = 1 << 20


class Gone(Exception):
    """The app has hung up: it wants no more."""


def pour(source: socket.socket, app: socket.socket, wait_s: float, *, limit: int | None) -> int:
    """Copies the rest of an answer to the app and says how many bytes that were.

    Ends at `limit` bytes or with the source; `Broken` after `wait_s` seconds without a byte, `Gone` where the
    app hangs up first.
    """
    if isinstance(source, ssl.SSLSocket) or not hasattr(os, "splice"):
        return _copied(source, app, wait_s, limit)
    return _spliced(source, app, wait_s, limit)


def wait(source: socket.socket, app: socket.socket, wait_s: float) -> None:
    """Until the source has bytes; `Gone` as soon as the app hangs up."""
    if isinstance(source, ssl.SSLSocket) and source.pending():
        return
    ready = select.select([source, app], [], [], wait_s)[0]
    if app in ready:
        raise Gone
    if not ready:
        raise Broken("timeout")


def _copied(source: socket.socket, app: socket.socket, wait_s: float, limit: int | None) -> int:
    buffer = memoryview(bytearray(CHUNK))
    total = 0
    while limit is None or total < limit:
        wait(source, app, wait_s)
        try:
            count = source.recv_into(buffer, min(CHUNK, CHUNK if limit is None else limit - total))
        except TimeoutError:
            raise Broken("timeout") from None
        except OSError:
            raise Broken("broke-off") from None
        if not count:
            break
        try:
            app.sendall(buffer[:count])
        except OSError:
            raise Gone from None
        total += count
    return total


def _spliced(source: socket.socket, app: socket.socket, wait_s: float, limit: int | None) -> int:
    """Without the bytes ever coming up into this process."""
    out, into = os.pipe()
    total = 0
    try:
        with suppress(OSError):
            import fcntl

            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, PIPE)
        while limit is None or total < limit:
            wanted = PIPE if limit is None else min(PIPE, limit - total)
            try:
                count = os.splice(source.fileno(), into, wanted)
            except BlockingIOError:
                wait(source, app, wait_s)
                continue
            except OSError:
                raise Broken("broke-off") from None
            if not count:
                break
            _drained(out, app, count, wait_s)
            total += count
    finally:
        os.close(out)
        os.close(into)
    return total


def _drained(out: int, app: socket.socket, count: int, wait_s: float) -> None:
    while count:
        try:
            count -= os.splice(out, app.fileno(), count)
        except BlockingIOError:
            if not select.select([], [app], [], wait_s)[1]:
                raise Gone from None
        except OSError:
            raise Gone from None
