"""The real app in a process and folder of its own, and a client that it has let in."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import platformdirs

COMMAND = Path(sys.executable).with_name("extrabrain")


@dataclass(frozen=True)
class App:
    base: str
    headers: dict[str, str]
    process: "subprocess.Popen[bytes]"

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(self.base + path, headers=self.headers, timeout=60)

    def data(self, path: str) -> Any:
        return self.get(path).json()["data"]

    def post(self, path: str, body: Any = None) -> Any:
        return httpx2.post(self.base + path, json=body or {}, headers=self.headers, timeout=60).json()

    def delete(self, path: str) -> Any:
        return httpx2.delete(self.base + path, headers=self.headers, timeout=60).json()


def models_folder() -> str:
    """Where the starter models are, so that nothing is fetched."""
    given = os.environ.get("EXTRABRAIN_MODELS")
    return given or str(platformdirs.user_cache_path("extrabrain", appauthor=False) / "models")


@contextmanager
def running(home: Path, more: dict[str, str], log: Path) -> Iterator[App]:
    """Its output goes to the file `log`."""
    environment = {
        **os.environ,
        "EXTRABRAIN_HOME": str(home),
        "EXTRABRAIN_MODELS": models_folder(),
        "EXTRABRAIN_KEYCHAIN": "off",
        **more,
    }
    with log.open("wb") as out:
        process = subprocess.Popen([COMMAND, "--no-open"], stdout=out, stderr=out, env=environment)
    try:
        link = None
        while link is None:
            if process.poll() is not None:
                raise RuntimeError(f"the app ended: {log.read_text()}")
            link = re.search(r"http://127\.0\.0\.1:\d+/enter\S+", log.read_text())
        base = link[0].split("/enter")[0]
        cookie = httpx2.get(link[0]).headers["set-cookie"].split(";")[0]
        yield App(base, {"cookie": cookie, "origin": base}, process)
    finally:
        process.terminate()
        process.wait()
