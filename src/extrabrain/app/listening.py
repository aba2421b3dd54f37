"""The port of the app's page, bound before the jail is entered: a socket keeps the network it was made in."""

import socket

from extrabrain.core.errors import Conflict

HOST = "127.0.0.1"
Listening = socket.socket
BACKLOG = 128


def listen(wanted: int, last: int) -> Listening:
    """At `wanted`, else where the app last was, else anywhere. `Conflict` where `wanted` is taken."""
    for port in (wanted,) if wanted else (last, 0):
        try:
            return _bound(port)
        except OSError:
            continue
    raise Conflict(f"Port {wanted} is taken.", next_step="Choose another one with --port, or leave it out.")


def _bound(port: int) -> Listening:
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening
