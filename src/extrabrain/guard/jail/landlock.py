"""Landlock, Linux 6.7 and later: no TCP connection, whatever network a socket is of; see landlock(7)."""

import ctypes
import struct

CREATE_RULESET, RESTRICT_SELF = 444, 446
VERSION = 1
BIND_TCP, CONNECT_TCP = 1, 2
ABSTRACT_UNIX_SOCKETS = 1
FIRST_WITH_NET, FIRST_WITH_SCOPES = 4, 6


def deny_tcp(libc: ctypes.CDLL) -> bool:
    """Whether it is in force. No TCP socket can be bound or connected from here on, and no Unix socket
    without a file be reached that was made outside."""
    version = libc.syscall(CREATE_RULESET, None, 0, VERSION)
    if version < FIRST_WITH_NET:
        return False
    rules = struct.pack("=QQ", 0, BIND_TCP | CONNECT_TCP)
    if version >= FIRST_WITH_SCOPES:
        rules += struct.pack("=Q", ABSTRACT_UNIX_SOCKETS)
    ruleset = libc.syscall(CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    return ruleset >= 0 and not libc.syscall(RESTRICT_SELF, ruleset, 0)
