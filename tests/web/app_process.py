"""The real app in a process of its own, and a browser's worth of client for it."""

import json
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

EXTRABRAIN = Path(sys.executable).with_name("extrabrain")


@dataclass(frozen=True)
class App:
    """A running app that has let us in."""

    link: str
    base: str
    cookie: str
    process: "subprocess.Popen[str]"
    environment: dict[str, str]
    landing: str = "/"
    """Where the link led to."""

    @property
    def headers(self) -> dict[str, str]:
        return {"cookie": self.cookie, "origin": self.base}

    @property
    def socket(self) -> str:
        return self.base.replace("http", "ws")

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return httpx2.get(self.base + path, headers={**self.headers, **headers}, timeout=30)

    def data(self, path: str) -> Any:
        return self.get(path).json()["data"]

    def post(self, path: str, body: Any = None) -> Any:
        return httpx2.post(self.base + path, json=body or {}, headers=self.headers, timeout=60).json()

    def delete(self, path: str) -> Any:
        return httpx2.delete(self.base + path, headers=self.headers, timeout=60).json()


def environment(home: Path, models: Path) -> dict[str, str]:
    """A home of its own without a keychain, so that nothing of this machine is touched."""
    return {
        **os.environ,
        "EXTRABRAIN_HOME": str(home),
        "EXTRABRAIN_MODELS": str(models),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def start(home: Path, models: Path) -> tuple["subprocess.Popen[str]", str]:
    """The process and the link that it printed; `RuntimeError` with its words if it ended first."""
    process = subprocess.Popen(
        [EXTRABRAIN, "--no-open"], stderr=subprocess.PIPE, text=True, env=environment(home, models)
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        found = re.search(r"http://127\.0\.0\.1:\d+/enter\S+", line)
        if found:
            return process, found[0]
    raise RuntimeError(f"the app ended: {said}")


@contextmanager
def running(home: Path, models: Path) -> Iterator[App]:
    process, link = start(home, models)
    try:
        entered = httpx2.get(link)
        assert entered.status_code == 303
        cookie = entered.headers["set-cookie"].split(";")[0]
        base = link.split("/enter")[0]
        yield App(link, base, cookie, process, environment(home, models), entered.headers["location"])
    finally:
        process.terminate()
        process.wait(timeout=20)


def envelope(output: str) -> Any:
    return json.loads(output)
