"""How fast the program is there: `--help`, app ready, first paint, idle memory.

    uv run python benchmarks/startup.py [--runs 7]

Beside each figure stands the obvious floor in the same run: a bare `python -c "import click"` for `--help`, a
bare Starlette + uvicorn server for the app and its page. What the door costs is the same start without it:
no jail, and no broker until one is asked for.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import ledger

BARE = """
import uvicorn, sys
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
page = "<!doctype html><title>bare</title><p>bare</p>"
app = Starlette(routes=[Route("/", lambda r: HTMLResponse(page))])
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"http://127.0.0.1:{port}/", file=sys.stderr, flush=True)
Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")).run()
"""

DOORLESS = """
import sys
import extrabrain.cli.main
from extrabrain.app.places import places
from extrabrain.app.instance import InstanceLock
from extrabrain.app.listening import listen
from extrabrain.app.settings import load_settings
where = places()
lock = InstanceLock(where.instance)
lock.take()
listening = listen(0, load_settings(where.home).port)
from extrabrain.app.build import workbench
from extrabrain.app.fence import unfenced
from extrabrain.app.page_pass import page_pass
from extrabrain.web.server import Server
with workbench(where, lambda: None, fence=unfenced(where)) as bench:
    server = Server(bench, lock, token=page_pass(where.pass_file), listening=listening)
    server.run(lambda instance: print(instance.link(), file=sys.stderr, flush=True))
lock.release()
"""


def elapsed_ms(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def median_ms(command: list[str], runs: int) -> float:
    run = lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
    run()
    return statistics.median(elapsed_ms(run) for _ in range(runs))


@contextmanager
def server(command: list[str], home: Path) -> Generator[tuple[str, float, int]]:
    """The link that it prints, milliseconds until then, and its process id."""
    began = time.perf_counter()
    environment = {
        **os.environ,
        "EXTRABRAIN_HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+/\S*", line)
            if found:
                yield found[0], (time.perf_counter() - began) * 1000, process.pid
                return
        raise SystemExit("the server ended without a link")
    finally:
        process.terminate()
        process.wait()


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def first_paint_ms(link: str) -> float | None:
    from playwright.sync_api import sync_playwright

    chromium = next((p for p in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(p).exists()), None)
    if chromium is None:
        return None
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(link)
        page.reload()
        paint = None
        while paint is None:  # the page's policy forbids the browser to look by itself
            page.wait_for_timeout(20)
            paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        browser.close()
        return float(paint)


class Seen(NamedTuple):
    ready: list[float]
    paints: list[float]
    memory: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    folder = Path(sys.executable).parent
    app = [str(folder / "extrabrain"), "--no-open"]
    bare = [sys.executable, "-c", BARE]
    numbers: dict[str, float | None] = {
        "help_ms": median_ms([str(folder / "extrabrain"), "--help"], runs),
        "help_floor_ms": median_ms([sys.executable, "-c", "import click"], runs),
    }
    with tempfile.TemporaryDirectory() as folder_name:
        home = Path(folder_name) / "home"
        kinds = {"app": app, "doorless": [sys.executable, "-c", DOORLESS], "bare": bare}
        seen = {name: Seen([], [], []) for name in kinds}
        for _ in range(runs):  # in turn, so that a machine that slows down slows all of them
            for name, command in kinds.items():
                with server(command, home) as (link, ready_ms, pid):
                    seen[name].ready.append(ready_ms)
                    paint = first_paint_ms(link)
                    if paint is not None:
                        seen[name].paints.append(paint)
                    seen[name].memory.append(resident_mb(pid))
        for name, (ready, paints, memory) in seen.items():
            numbers |= {
                f"{name}_ready_ms": statistics.median(ready),
                f"{name}_first_paint_ms": statistics.median(paints) if paints else None,
                f"{name}_idle_mb": statistics.median(memory),
            }
        numbers["door_costs_ms"] = (numbers["app_ready_ms"] or 0) - (numbers["doorless_ready_ms"] or 0)
    targets = {
        "help_ms": 150,
        "app_ready_ms": 1000,
        "app_first_paint_ms": 500,
        "app_idle_mb": 250,
        "door_costs_ms": 150,
    }
    for name, value in numbers.items():
        shown = "not measured: no Chromium" if value is None else f"{value:8.0f}"
        print(f"{name:<22}{shown}   {f'target ≤ {targets[name]}' if name in targets else ''}")
    ledger.append("startup", numbers)


if __name__ == "__main__":
    main()
