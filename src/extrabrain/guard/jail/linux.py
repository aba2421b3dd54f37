"""Linux: a user and network namespace of its own, a filter on `socket`, Landlock; each where it can be had.

In the namespace there is no network device that is up, so there is no way to anywhere, not even to this
machine's own servers. Unix sockets still work: that is how the broker is reached. Those of programs that
would fetch for others (name service, containers, the system's own manager) are covered up.
"""

import ctypes
import errno
import os
from contextlib import suppress
from pathlib import Path

from extrabrain.guard.jail import landlock, seccomp
from extrabrain.guard.jail.enter import Jail

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
MS_BIND = 4096
PR_SET_NO_NEW_PRIVS = 38

ERRANDS_FOR_OTHERS = (
    "/run/avahi-daemon/socket",
    "/run/containerd/containerd.sock",
    "/run/dbus/system_bus_socket",
    "/run/docker.sock",
    "/run/nscd/socket",
    "/run/podman/podman.sock",
    "/run/snapd.socket",
    "/run/systemd/private",
    "/run/systemd/resolve/io.systemd.Resolve",
    "/run/systemd/resolve/io.systemd.Resolve.Monitor",
    "/run/user/{uid}/docker.sock",
    "/run/user/{uid}/gnupg/S.dirmngr",
    "/run/user/{uid}/podman/podman.sock",
    "/run/user/{uid}/systemd/private",
)
"""Sockets of programs that would call another machine on request."""


def enter_linux(*, namespaces: bool = True) -> Jail:
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    if threads > 1:
        return Jail("none", why=f"{threads} threads were running already")
    libc = ctypes.CDLL(None, use_errno=True)
    layers: list[str] = []
    why = "namespaces were not wanted"
    if namespaces:
        why = _namespace(libc)
        if not why:
            layers += ["network namespace", *_cover(libc)]
    alone = not layers
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return Jail("namespace" if layers else "none", tuple(layers), why="privileges cannot be given up")
    if landlock.deny_tcp(libc):
        layers.append("Landlock")
    if seccomp.deny_sockets(libc, all_networks=alone):
        layers.append("seccomp")
    if not alone:
        return Jail("namespace", tuple(layers))
    if "seccomp" in layers:
        return Jail("seccomp", tuple(layers), why=why)
    return Jail("none", tuple(layers), why=f"{why}; seccomp is refused too")


def _namespace(libc: ctypes.CDLL) -> str:
    """Empty, or why there is none. The user stays who he was; he only gains a say in his own namespace."""
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS):
        refused = errno.errorcode.get(ctypes.get_errno(), "error")
        return f"this system refuses namespaces to users ({refused})"
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    return ""


def _cover(libc: ctypes.CDLL) -> list[str]:
    covered = 0
    for name in ERRANDS_FOR_OTHERS:
        path = name.format(uid=os.getuid())
        if os.path.lexists(path):
            covered += not libc.mount(b"/dev/null", os.fsencode(path), None, MS_BIND, None)
    return ["covered sockets"] if covered else []
