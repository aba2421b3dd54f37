"""One door out: nothing but the door may open a connection, by any module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "extrabrain"

NETWORK = {
    "aiohttp",
    "asyncore",
    "ftplib",
    "http.client",
    "http.server",
    "httpcore",
    "httpcore2",
    "httplib2",
    "httpx",
    "httpx2",
    "huggingface_hub",
    "imaplib",
    "nntplib",
    "poplib",
    "pycurl",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}
CALLS = {"open_connection", "create_connection", "urlopen", "create_datagram_endpoint", "sock_connect"}

DOORS = {"guard/door.py", *(path.relative_to(SRC).as_posix() for path in SRC.glob("guard/broker/*.py"))}
SOCKETS = {"guard/keeper_fork.py", "guard/jail/enter.py", "app/listening.py"}
"""May use `socket`: to listen, to reach the broker by a Unix socket, to ask whether there is a way."""
LEAKS = {path.relative_to(SRC).as_posix() for path in SRC.glob("guard/selftest/*.py")}
"""Leaks on purpose: `guard test` shows that the jail holds each of them."""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def offences(source: str, place: str) -> list[str]:
    tree = ast.parse(source)
    allowed = {"socket"} if place in SOCKETS else set[str]()
    found = [
        name
        for name in imported(tree)
        for network in NETWORK - allowed
        if name == network or name.startswith(f"{network}.")
    ]
    return found + [name for name in called(tree) if name in CALLS]


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_no_other_way_out(path: Path) -> None:
    place = path.relative_to(SRC).as_posix()
    assert place in DOORS | LEAKS or offences(path.read_text(), place) == []


@pytest.mark.parametrize(
    "leak",
    [
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import http.client as c",
        "from http import client",
        "import httpx2",
        "from httpx2 import Client",
        "async def f():\n    import asyncio\n    await asyncio.open_connection('h', 1)",
        "loop.create_connection(x)",
    ],
)
def test_this_test_can_see(leak: str) -> None:
    assert offences(leak, "coach/leak.py")


@pytest.mark.parametrize("fine", ["from urllib.parse import urlsplit", "from http import HTTPStatus"])
def test_and_is_not_blind_with_fear(fine: str) -> None:
    assert offences(fine, "coach/fine.py") == []
