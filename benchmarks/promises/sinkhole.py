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
from collections import Counter
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
        timeout=900,
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
    clicked = list(filter(None, lines["clicked"].split(",")))
    for step in clicked:
        found.trial(
            int(lines["page_packets"]) == 0,
            f"{lines['page_packets']} packets left, {step} at the page: {lines['where']}",
        )
    page = f"at the page: {lines['clicked']}" if clicked else f"page not run here: {lines['page_why']}"
    found.control = f"planted: {lines['control']} packets"
    found.why = f"{lines['steps']}; strace: {lines['calls']} calls; {page}"
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
    packets, where = [0], Counter[str]()

    def count() -> None:
        while packet := os.read(tun, 65536):
            packets[0] += 1
            where[_destination(packet)] += 1

    threading.Thread(target=count, daemon=True).start()
    leak = f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ({AFAR!r}, 9))"
    subprocess.run([sys.executable, "-c", leak], check=False)
    time.sleep(0.3)
    control, packets[0] = packets[0], 0
    where.clear()
    steps, calls, seen = _session()
    time.sleep(0.5)
    by_program, packets[0] = packets[0], 0
    clicked, why = _page()
    time.sleep(0.5)
    sys.stdout.write(
        f"control={control}\npackets={by_program}\nsteps={','.join(steps)}\ncalls={calls}\nseen={seen}\n"
        f"clicked={','.join(clicked)}\npage_packets={packets[0]}\npage_why={why}\n"
        f"where={'; '.join(f'{count} to {to}' for to, count in where.most_common(8))}\n"
    )


def _destination(packet: bytes) -> str:
    """Address, protocol and port of an IPv4 packet, and the name where it asks for one."""
    if packet[0] >> 4 != 4:
        return "IPv6"
    start = (packet[0] & 15) * 4
    port = int.from_bytes(packet[start + 2 : start + 4], "big")
    asked = packet[start + 20 :].split(b"\0")[0] if port == 53 else b""
    return f"{'.'.join(map(str, packet[16:20]))} protocol {packet[9]} port {port} {asked.decode('latin-1')!r}"


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


def _page() -> tuple[list[str], str]:
    """The steps of a session at the page, or why there was none. Without strace, which a browser does not
    outlive on a small machine; its packets are counted as all are."""
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        return [], "no Chromium"
    script = Path(__file__).parent / "session_page.py"
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"the session at the page broke off after {ran.stdout.split()}: {ran.stderr[-500:]}")
    return ran.stdout.split(), ""


def _outward(line: str) -> bool:
    """A call that names another machine, but for the jail's own question whether there is a way to two
    addresses that are nobody's, which must be refused."""
    if "AF_INET" not in line or "127.0.0.1" in line or '"::1"' in line:
        return False
    asks = ('inet_addr("192.0.2.1")' in line or '"2001:db8::1"' in line) and "= -1" in line
    return not asks


if __name__ == "__main__":
    _inside()
