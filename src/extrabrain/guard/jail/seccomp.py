"""A filter on system calls: which kinds of sockets may be made. A BPF program by hand, see seccomp(2)."""

import ctypes
import platform
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
EPERM, EAFNOSUPPORT = 1, 97
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
AT_NUMBER, AT_ARCH, AT_FIRST_ARGUMENT = 0, 4, 16
X32 = 0x40000000
IO_URING_SETUP, PIDFD_GETFD = 425, 438

_MACHINES: dict[str, tuple[int, int, tuple[int, ...]]] = {
    # audit architecture; socket; ptrace, process_vm_readv, process_vm_writev
    "x86_64": (0xC000003E, 41, (101, 310, 311)),
    "aarch64": (0xC00000B7, 198, (117, 270, 271)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def deny_sockets(libc: ctypes.CDLL, *, all_networks: bool) -> bool:
    """Whether the filter is in force. With `all_networks` only Unix sockets can be made; else also those
    of a network that the namespace keeps in. `io_uring` makes sockets too, past any filter: it is denied."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = filter_program(*machine, all_networks=all_networks)
    given = _Program(len(program) // 8, program)
    return not libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(given), 0, 0)


def filter_program(arch: int, socket_number: int, spying: tuple[int, ...], *, all_networks: bool) -> bytes:
    """Other architectures' system calls are refused as a whole, as are those of x32."""
    families = (AF_UNIX,) if all_networks else (AF_UNIX, AF_INET, AF_INET6, AF_NETLINK)
    denied = (IO_URING_SETUP, PIDFD_GETFD, *spying)
    code = [(LOAD, 0, 0, AT_ARCH), (JUMP_EQUAL, 1, 0, arch), (RETURN, 0, 0, ERRNO | EPERM)]
    code += [(LOAD, 0, 0, AT_NUMBER), (JUMP_AT_LEAST, 0, 1, X32), (RETURN, 0, 0, ERRNO | EPERM)]
    for number in denied:
        code += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    code += [(JUMP_EQUAL, 1, 0, socket_number), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, AT_FIRST_ARGUMENT)]
    for family in families:
        code += [(JUMP_EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    code.append((RETURN, 0, 0, ERRNO | EAFNOSUPPORT))
    return b"".join(struct.pack("=HBBI", *line) for line in code)
