"""Settings over the wire: the engine, models, places; a pull that is stopped and one that fails."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from app_process import App, running

from extrabrain.app.settings import Settings, load_settings, save_settings
from extrabrain.core.errors import Conflict, NotFound, Problem
from extrabrain.web.pulls import Pulls
from extrabrain.weights.progress import Progress, Tell
from extrabrain.weights.store import Weights


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


@pytest.mark.weights
def test_what_the_page_is_told(app: App) -> None:
    told = app.data("/api/settings")
    assert told["engine"] == "moonshine-tiny-en"
    assert {"name", "title", "model_id", "ready", "provider", "missing", "needs_key"} == set(
        told["engines"][0]
    )
    assert told["home"] == app.environment["EXTRABRAIN_HOME"]
    shelf = app.data("/api/models")
    moonshine = next(m for m in shelf["models"] if m["id"] == "moonshine-tiny-en")
    assert moonshine["state"] == "ready"
    assert moonshine["licence"] == "MIT"
    assert shelf["under_way"] == []
    assert "piper-en-us-joe" not in {m["id"] for m in shelf["models"]}, "only for those who build the app"


@pytest.mark.weights
@pytest.mark.parametrize(
    ("body", "status"),
    [({"engine": "no-such"}, 404), ({"engine": "moonshine-tiny-en"}, 200), ({}, 400), ([], 400)],
)
def test_choosing_an_engine(app: App, body: Any, status: int) -> None:
    answer = httpx2.post(f"{app.base}/api/settings", json=body, headers=app.headers, timeout=30)
    assert answer.status_code == status
    assert answer.json()["message"]


@pytest.mark.weights
def test_an_unknown_model_is_refused(app: App) -> None:
    assert app.post("/api/models/no-such/pull")["code"] == NotFound.code
    assert app.delete("/api/models/no-such")["code"] == NotFound.code


@pytest.mark.weights
def test_the_model_in_use_stays(app: App) -> None:
    assert app.delete("/api/models/moonshine-tiny-en")["code"] == Conflict.code
    assert app.data("/api/status")["models"]["ready"]


@pytest.mark.weights
def test_the_app_comes_back_to_its_address(tmp_path: Path, models_dir: Path) -> None:
    with running(tmp_path / "home", models_dir) as first:
        base = first.base
    with running(tmp_path / "home", models_dir) as second:
        assert second.base == base


def test_settings_are_kept_and_a_broken_file_is_named(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    save_settings(home, Settings(engine="parakeet-tdt-0.6b-v2", port=4711))
    assert load_settings(home) == Settings(engine="parakeet-tdt-0.6b-v2", port=4711)
    (home / "settings.json").write_text("{")
    with pytest.raises(Problem, match=r"settings\.json"):
        load_settings(home)


class Shelf:
    """Weights whose pulls go on until they are stopped, or fail."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.pulled: list[str] = []
        self.removed: list[str] = []

    def entry(self, model_id: str) -> Any:
        class Entry:
            id = model_id

        return Entry

    def pull(self, model_id: str, tell: Tell) -> None:
        self.pulled.append(model_id)
        if self.fails:
            raise Problem("No network.", next_step="Connect and try again.")
        for done in range(1000):
            tell(Progress(model_id, "fetching", done, 1000, 1.0, 1.0))
            time.sleep(0.01)

    def remove(self, model_id: str) -> int:
        self.removed.append(model_id)
        return 7


def wait_until_idle(pulls: Pulls) -> None:
    until = time.monotonic() + 5
    while pulls.busy():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_pull_can_be_stopped_and_what_waits_goes_on() -> None:
    shelf, came = Shelf(), list[int]()
    pulls = Pulls(lambda: cast(Weights, shelf), lambda: came.append(1))
    pulls.start(["a", "b", "c", "a"])
    assert pulls.under_way() == ("a", "b", "c")
    with pytest.raises(Conflict):
        pulls.remove("b")
    pulls.stop("c")
    pulls.stop("a")
    while pulls.under_way() != ("b",):
        time.sleep(0.005)
    pulls.stop("b")
    wait_until_idle(pulls)
    assert shelf.pulled == ["a", "b"]
    assert pulls.problems() == {}
    assert len(came) >= 1
    assert pulls.remove("b") == 7


def test_a_failure_is_kept_until_the_next_try() -> None:
    shelf = Shelf(fails=True)
    pulls = Pulls(lambda: cast(Weights, shelf), lambda: None)
    pulls.start(["a"])
    wait_until_idle(pulls)
    assert pulls.problems()["a"].next_step == "Connect and try again."
    shelf.fails = False
    pulls.start(["a"])
    assert pulls.problems() == {}
    pulls.stop("a")
    wait_until_idle(pulls)
