"""What the door costs: first byte and throughput through the broker, against a direct connection.

    uv run python benchmarks/door.py [--runs 300] [--megabytes 512] [--no-ledger]

The same client library asks the same server on the loopback address, by turns with and without the broker,
so that a change of the machine's mood meets both. The direct client makes a connection for each request too,
since the broker does; keeping one open would save it some 0.1 ms.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2

import ledger
from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.guard.policy import Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider

SERVER = """
import socket, sys, threading
size = int(sys.argv[1])
block = bytes(1 << 20)
def serve(client):
    got = b""
    while b"\\r\\n\\r\\n" not in got:
        got += client.recv(65536)
    wanted = size if b"GET /large" in got else 5
    client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n" % wanted)
    while wanted > 0:
        wanted -= client.send(block[:min(wanted, len(block))])
    client.close()
door = socket.create_server(("127.0.0.1", 0), backlog=64)
print(door.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""


async def first_byte_ms(client: httpx2.AsyncClient, url: str) -> float:
    began = time.perf_counter()
    async with client.stream("GET", url) as response:
        async for _ in response.aiter_raw():
            took = (time.perf_counter() - began) * 1000
            break
    return took


async def megabytes_per_s(client: httpx2.AsyncClient, url: str, size: int) -> float:
    began = time.perf_counter()
    got = 0
    async with client.stream("GET", url) as response:
        async for piece in response.aiter_raw():
            got += len(piece)
    assert got == size
    return size / 1e6 / (time.perf_counter() - began)


async def measured(door: Door, base: str, runs: int, size: int) -> dict[str, float]:
    fast = httpx2.Limits(max_keepalive_connections=0)
    async with (
        httpx2.AsyncClient(trust_env=False, limits=fast, timeout=60) as direct,
        door.client("local-model", ("prompt",)) as through,
    ):
        sides = {"direct": direct, "door": through}
        for client in sides.values():
            for _ in range(5):
                await first_byte_ms(client, base)
        first: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(runs):
            for name, client in sides.items():
                first[name].append(await first_byte_ms(client, base))
        rates: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(7):
            for name, client in sides.items():
                rates[name].append(await megabytes_per_s(client, f"{base}large", size))
    numbers = {f"{name}_first_byte_ms": statistics.median(first[name]) for name in sides}
    numbers |= {f"{name}_first_byte_p95_ms": sorted(first[name])[int(runs * 0.95)] for name in sides}
    numbers |= {f"{name}_mb_per_s": statistics.median(rates[name]) for name in sides}
    numbers["first_byte_cost_ms"] = numbers["door_first_byte_ms"] - numbers["direct_first_byte_ms"]
    numbers["throughput_cost_percent"] = 100 * (1 - numbers["door_mb_per_s"] / numbers["direct_mb_per_s"])
    return numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--no-ledger", action="store_true", help="print only")
    given = parser.parse_args()
    os.environ["EXTRABRAIN_KEYCHAIN"] = "off"
    size = given.megabytes * 1_000_000
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(size)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    base = f"http://127.0.0.1:{server.stdout.readline().strip()}/"
    with tempfile.TemporaryDirectory() as folder:
        charter = Charter(Path(folder) / "home", Path(folder) / "key")
        PolicyFile(charter.policy).write(Policy("local", own=(Provider("here", "Here", base.rstrip("/")),)))
        keeper = Keeper(charter)
        numbers = asyncio.run(measured(Door(keeper), base, given.runs, size))
        keeper.close()
    server.kill()
    server.wait()
    targets = {"first_byte_cost_ms": "≤ 2", "throughput_cost_percent": "≤ 5"}
    for name, value in numbers.items():
        print(f"{name:<26}{value:9.2f}   {'target ' + targets[name] if name in targets else ''}")
    if not given.no_ledger:
        ledger.append("door", {name: round(value, 2) for name, value in numbers.items()})


if __name__ == "__main__":
    main()
