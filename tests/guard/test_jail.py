"""The jail, in processes of their own: what is planted does not get out, what must work does."""

import subprocess
import sys

import pytest

from extrabrain.guard.jail.enter import Jail
from extrabrain.guard.jail.seccomp import filter_program
from extrabrain.guard.selftest.canary import Canary
from extrabrain.guard.selftest.examine import Here, examine
from extrabrain.guard.selftest.leaks import LEAKS

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there is no jail for this system yet")

INSIDE = """
import sys
import ctypes, os, socket, struct, subprocess
from extrabrain.guard.jail.enter import enter
listening = socket.create_server(("127.0.0.1", 0))
caller = socket.create_connection(listening.getsockname())
served, _ = listening.accept()
pair = socket.socketpair()
jail = enter(listening)
if not jail.holds:
    print("no jail:", jail.why); sys.exit(3)
"""

TURNED_AROUND = """
libc = ctypes.CDLL(None, use_errno=True)
def reach(handle, host, port):
    libc.connect(handle, struct.pack("=H14x", 0), 16)  # AF_UNSPEC: let go of the peer
    address = struct.pack("=H", 2) + struct.pack(">H4s8x", port, socket.inet_aton(host))
    return libc.connect(handle, address, 16)
port = int(sys.argv[1])
for one in (listening, served, caller):
    if reach(one.fileno(), "127.0.0.1", port) == 0:
        one.send(b"turned-around")
        print("LEAK")
"""

STILL_WORKS = """
pair[0].sendall(b"unix"); assert pair[1].recv(9) == b"unix"
caller.sendall(b"hello"); assert served.recv(9) == b"hello"
again, _ = listening, None
assert subprocess.run([sys.executable, "-c", "print(7)"], capture_output=True).stdout == b"7\\n"
import asyncio
asyncio.run(asyncio.sleep(0))
print("works", jail.kind, os.getuid())
"""


def run(code: str, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    import os

    command = [sys.executable, "-c", INSIDE + code, *words]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    if ran.returncode == 3:
        pytest.skip(f"not run here: {ran.stdout.strip()}")
    return ran


@LINUX
@pytest.mark.parametrize("kind", ["", "seccomp"])
def test_six_leaks_get_out_without_the_jail_and_none_with_it(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRABRAIN_JAIL", kind)
    run("")
    with Canary() as canary:
        found = list(examine(Here(canary), enter_jail=True))
    assert len(found) == len(LEAKS) == 6
    assert [leak for leak in found if not leak.proved] == []


@LINUX
def test_the_self_test_sees_a_jail_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRABRAIN_JAIL", "off")
    with Canary() as canary:
        found = list(examine(Here(canary), enter_jail=True))
    assert [leak.caught for leak in found] == [False] * 6


@LINUX
@pytest.mark.parametrize("kind", ["", "seccomp"])
def test_a_socket_from_before_cannot_be_turned_around(kind: str) -> None:
    with Canary() as canary:
        ran = run(TURNED_AROUND, str(canary.port), EXTRABRAIN_JAIL=kind)
        assert ran.returncode == 0 and not canary.heard("turned-around"), ran.stdout + ran.stderr


@LINUX
@pytest.mark.parametrize("kind", ["", "seccomp"])
def test_what_the_app_needs_still_works(kind: str) -> None:
    import os

    ran = run(STILL_WORKS, EXTRABRAIN_JAIL=kind)
    wanted = kind or "namespace"
    assert ran.stdout.split()[0] == "works", ran.stderr
    assert ran.stdout.split()[1] in (wanted, "seccomp")
    assert int(ran.stdout.split()[2]) == os.getuid()


@LINUX
def test_threads_that_run_already_are_told() -> None:
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(3,), daemon=True).start()\n"
    code += "from extrabrain.guard.jail.enter import enter\nprint(enter())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "kind='none'" in ran.stdout and "2 threads" in ran.stdout


def test_a_jail_that_is_none_does_not_say_that_it_holds() -> None:
    assert not Jail("none").holds and Jail("seccomp").holds


def test_the_filter_is_a_whole_number_of_instructions_and_ends_in_a_refusal() -> None:
    program = filter_program(0xC000003E, 41, (101,), all_networks=True)
    assert len(program) % 8 == 0
    assert program[-8:-6] == b"\x06\x00" and program[-4:] == (0x00050000 | 97).to_bytes(4, "little")
