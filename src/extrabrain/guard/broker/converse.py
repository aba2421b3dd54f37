"""Both ways at once, for a conversation that both sides have agreed on (a WebSocket): bytes as they come."""

import select
import socket
import ssl
from dataclasses import dataclass

from extrabrain.guard.broker.copy import CHUNK
from extrabrain.guard.broker.dial import Broken


@dataclass(slots=True)
class Passed:
    """Bytes so far, counted while they pass, so that a conversation that breaks is told of rightly."""

    out: int = 0
    back: int = 0


def converse(app: socket.socket, out: socket.socket, wait_s: float, passed: Passed) -> None:
    """Until either side hangs up. `Broken` after `wait_s` seconds without a byte, or where `out` breaks."""
    while True:
        ready = _ready(app, out, wait_s)
        if not ready:
            raise Broken("timeout")
        if out in ready:
            piece = _from_outside(out)
            if piece is not None:
                if not piece or not _gave(app, piece):
                    return
                passed.back += len(piece)
        if app in ready:
            piece = _from_app(app)
            if not piece:
                return
            try:
                out.sendall(piece)
            except OSError:
                raise Broken("broke-off") from None
            passed.out += len(piece)


def _ready(app: socket.socket, out: socket.socket, wait_s: float) -> list[socket.socket]:
    """TLS may hold bytes already that the operating system knows nothing of."""
    if isinstance(out, ssl.SSLSocket) and out.pending():
        return [out]
    return select.select([app, out], [], [], wait_s)[0]


def _from_outside(out: socket.socket) -> bytes | None:
    """Nothing where TLS had something of its own to say."""
    try:
        return out.recv(CHUNK)
    except ssl.SSLWantReadError:
        return None
    except TimeoutError:
        raise Broken("timeout") from None
    except OSError:
        raise Broken("broke-off") from None


def _from_app(app: socket.socket) -> bytes:
    try:
        return app.recv(CHUNK)
    except OSError:
        return b""


def _gave(app: socket.socket, piece: bytes) -> bool:
    try:
        app.sendall(piece)
    except OSError:
        return False
    return True
