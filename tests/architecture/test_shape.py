"""The law of the house that a machine can check."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "extrabrain"
LONGEST_FILE = 320

REGISTRIES = {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org"}

TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".jsonl",
    ".ts",
    ".svelte",
    ".css",
    ".html",
    ".txt",
    ".cfg",
    ".sh",
}
OF_A_MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|Users|work|root|workspace|mnt|opt)/[\w.-]+")
"""An absolute path of somebody's machine."""


def committed() -> list[Path]:
    """The files that are or would be in the repository; all files of an unpacked sdist."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    skipped = {"node_modules", ".venv", "__pycache__", "dist"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.parts)]


def addresses(lock: object) -> Iterator[str]:
    if isinstance(lock, dict):
        for value in lock.values():
            yield from addresses(value)
    elif isinstance(lock, list):
        for value in lock:
            yield from addresses(value)
    elif isinstance(lock, str) and "://" in lock:
        yield lock


def test_the_python_lock_names_only_the_public_registry() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    found = {urlsplit(address).hostname for address in addresses(lock)}
    assert found
    assert found <= REGISTRIES


def test_the_front_end_lock_names_only_the_public_registry() -> None:
    """Where `omit-lockfile-registry-resolved` holds there are no addresses at all, and that is fine."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    packages = lock["packages"]
    assert len(packages) > 1
    resolved = {urlsplit(p["resolved"]).hostname for p in packages.values() if "resolved" in p}
    assert resolved <= REGISTRIES


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) < LONGEST_FILE


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_says_what_it_is(path: Path) -> None:
    assert path.read_text().startswith('"""')


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found: list[str] = []
    for path in committed():
        if path.suffix not in TEXTS or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            found += [f"{path.relative_to(ROOT)}:{number}: {hit}" for hit in OF_A_MACHINE.findall(line)]
    assert found == []


@pytest.mark.parametrize("line", ["cd /home/ann/project", 'open("/work/data/x")', "`/Users/bo/x`"])
def test_which_it_can_see(line: str) -> None:
    assert OF_A_MACHINE.search(line)


@pytest.mark.parametrize("line", ["GET /api/work/x", "https://host/home/page", "homework/x", "../work/x"])
def test_and_what_is_none(line: str) -> None:
    assert not OF_A_MACHINE.search(line)


def test_the_stairs_hold() -> None:
    """Layers, the one door, the plain core: the contracts in pyproject.toml."""
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
