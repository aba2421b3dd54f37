"""The leaks, one function each: send `word` to the canary on this machine, by a way of their own.

Run as `python -m extrabrain.guard.selftest.leaks NAME WORD PORT [--jailed]`. Each goes round Python's own
`socket` module where it can, so that nothing inside the program could have seen it.
"""

import ctypes
import ctypes.util
import socket
import struct
import subprocess
import sys

HOST = "127.0.0.1"
WAIT_S = 3
PLANTED = "planted"
"""Said when the leak is about to be tried: one that did not come so far proves nothing."""


def event_loop(word: str, port: int) -> None:
    """uvloop where it is installed, which opens its sockets in C; else a raw asyncio transport."""
    import asyncio

    async def send() -> None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(asyncio.Protocol, HOST, port)
        transport.write(word.encode())
        transport.close()
        await asyncio.sleep(0.1)

    try:
        import uvloop  # pyright: ignore[reportMissingImports]

        uvloop.run(send())  # pyright: ignore[reportUnknownMemberType]
    except ImportError:
        asyncio.run(send())


def c_library(word: str, port: int) -> None:
    """`socket`, `connect` and `send` of the C library."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = struct.pack("=H", socket.AF_INET) + struct.pack(">H4s8x", port, socket.inet_aton(HOST))
    if handle >= 0 and libc.connect(handle, address, len(address)) == 0:
        libc.send(handle, word.encode(), len(word), 0)
        libc.close(handle)


def native_client(word: str, port: int) -> None:
    """libcurl where this machine has it, else the connections of OpenSSL: both are compiled code."""
    name = ctypes.util.find_library("curl")
    if name is None:
        _openssl(word, port)
        return
    curl = ctypes.CDLL(name)
    curl.curl_easy_init.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(curl.curl_easy_init())
    url, seconds, no_proxy = 10002, 13, 10177
    curl.curl_easy_setopt(handle, ctypes.c_int(url), f"http://{HOST}:{port}/{word}".encode())
    curl.curl_easy_setopt(handle, ctypes.c_int(seconds), ctypes.c_long(1))
    curl.curl_easy_setopt(handle, ctypes.c_int(no_proxy), b"*")
    curl.curl_easy_perform(handle)


def _openssl(word: str, port: int) -> None:
    import _ssl

    crypto = ctypes.CDLL(_ssl.__file__)
    crypto.BIO_new_connect.restype = ctypes.c_void_p
    bio = ctypes.c_void_p(crypto.BIO_new_connect(f"{HOST}:{port}".encode()))
    crypto.BIO_write(bio, word.encode(), len(word))


def child(word: str, port: int) -> None:
    """Another program, started from this one."""
    said = f"import socket; socket.create_connection(({HOST!r}, {port}), {WAIT_S}).sendall({word.encode()!r})"
    subprocess.run([sys.executable, "-c", said], timeout=2 * WAIT_S, check=False, capture_output=True)


def name_lookup(word: str, port: int) -> None:
    """A name that is itself the secret, asked of a name server: by the system's resolver, pointed at the
    canary, where that can be done; else a question written by hand."""
    if not _resolver_pointed_at(port):
        _asked_by_hand(word, port)
        return
    try:
        socket.getaddrinfo(f"{word}.canary.test", 80)
    except OSError:
        return


def _resolver_pointed_at(port: int) -> bool:
    """glibc's resolver of this thread asks 127.0.0.1:`port` from now on."""
    libc = ctypes.CDLL(None)
    if sys.platform != "linux" or not hasattr(libc, "__res_state") or not _uses_dns():
        return False
    libc.__res_init()
    libc.__res_state.restype = ctypes.c_void_p
    state = libc.__res_state()
    wait, tries = struct.pack("=ii", 1, 1), 0
    ctypes.memmove(state + tries, wait, 8)
    count_at = 16  # int retrans, int retry, unsigned long options, then int nscount, then the addresses
    ctypes.memmove(state + count_at, struct.pack("=i", 1), 4)
    address = struct.pack("=H", socket.AF_INET) + struct.pack(">H4s8x", port, socket.inet_aton(HOST))
    ctypes.memmove(state + count_at + 4, address, len(address))
    return True


def _uses_dns() -> bool:
    try:
        with open("/etc/nsswitch.conf", encoding="utf-8") as file:  # noqa: PTH123
            hosts = next((line for line in file if line.startswith("hosts:")), "")
    except OSError:
        return False
    return "dns" in hosts.split() and "resolve" not in hosts


def _asked_by_hand(word: str, port: int) -> None:
    labels = b"".join(bytes([len(part)]) + part.encode() for part in (word, "canary", "test"))
    question = struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(question, (HOST, port))


def datagram(word: str, port: int) -> None:
    """One UDP packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(word.encode(), (HOST, port))


LEAKS = {
    "event loop": event_loop,
    "C library": c_library,
    "native client": native_client,
    "child process": child,
    "name lookup": name_lookup,
    "UDP packet": datagram,
}


def main() -> None:
    name, word, port = sys.argv[1:4]
    if "--jailed" in sys.argv:
        from extrabrain.guard.jail.enter import enter

        enter()
    sys.stdout.write(f"{PLANTED}\n")
    sys.stdout.flush()
    LEAKS[name](word, int(port))


if __name__ == "__main__":
    main()
