"""P1: a whole session in a network whose only way out is a device that counts what comes.

The session runs in a user and network namespace made here. Its default route leads into a TUN device, and
every packet that arrives there would have left the machine. strace, where it is found, counts the calls too.
"""

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from promises.outcome import Outcome

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
AFAR = "198.51.100.7"


def whole_session() -> Outcome:
    found = Outcome("P1", "local: a whole session sends nothing")
    for tool in ("ip",):
        if shutil.which(tool) is None:
            found.why = f"not run here: there is no {tool}"
            return found
    ran = subprocess.run(
        [sys.executable, "-m", "promises.sinkhole"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    lines = dict(line.split("=", 1) for line in ran.stdout.splitlines() if "=" in line)
    if "packets" not in lines:
        found.why = f"not run here: {(ran.stderr.strip().splitlines() or ['no namespaces'])[-1]}"
        return found
    for _ in lines["steps"].split(","):
        found.trial(int(lines["packets"]) == 0, f"{lines['packets']} packets left")
    if lines["calls"] != "no strace":
        found.trial(
            lines["calls"] == "0", f"{lines['calls']} calls to other machines: {lines.get('seen', '')}"
        )
    found.control = f"planted: {lines['control']} packets"
    found.why = f"{lines['steps']}; strace: {lines['calls']} calls"
    return found


def _inside() -> None:
    """In the namespace: device, control, session; prints what was counted."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET):
        raise SystemExit("this system refuses namespaces to users")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", b"sink", IFF_TUN | IFF_NO_PI))
    Path("/proc/sys/net/ipv6/conf/sink/disable_ipv6").write_text("1")
    for command in (
        "link set lo up",
        "addr add 10.9.9.1/24 dev sink",
        "link set sink up",
        "route add default dev sink",
    ):
        subprocess.run(["ip", *command.split()], check=True)
    packets = [0]

    def count() -> None:
        while os.read(tun, 65536):
            packets[0] += 1

    threading.Thread(target=count, daemon=True).start()
    leak = f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ({AFAR!r}, 9))"
    subprocess.run([sys.executable, "-c", leak], check=False)
    time.sleep(0.3)
    control, packets[0] = packets[0], 0
    steps, calls, seen = _session()
    time.sleep(0.5)
    sys.stdout.write(
        f"control={control}\npackets={packets[0]}\nsteps={','.join(steps)}\ncalls={calls}\nseen={seen}\n"
    )


def _session() -> tuple[list[str], str, str]:
    here = Path(__file__).parents[1]
    trace = Path(tempfile.mkdtemp()) / "calls"
    strace = shutil.which("strace")
    watched = "trace=connect,sendto,sendmsg,sendmmsg"
    before = [strace, "-f", "-qq", "-e", watched, "-o", str(trace)] if strace else []
    ran = subprocess.run(
        [*before, sys.executable, str(here / "promises" / "session.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    steps = ran.stdout.split()
    if not steps or ran.returncode:
        raise SystemExit(f"the session broke off after {steps}: {ran.stderr[-500:]}")
    if not strace:
        return steps, "no strace", ""
    outward = [line for line in trace.read_text(errors="replace").splitlines() if _outward(line)]
    return steps, str(len(outward)), "; ".join(outward[:3])


def _outward(line: str) -> bool:
    """A call that names another machine, but for the jail's own question whether there is a way to two
    addresses that are nobody's, which must be refused."""
    if "AF_INET" not in line or "127.0.0.1" in line or '"::1"' in line:
        return False
    asks = ('inet_addr("192.0.2.1")' in line or '"2001:db8::1"' in line) and "= -1" in line
    return not asks


if __name__ == "__main__":
    _inside()
