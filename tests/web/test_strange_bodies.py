"""What the fuzzing of the API found: numbers and characters that no store can hold are refused in words."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from app_process import App, running

pytestmark = pytest.mark.weights
TOO_LARGE = 2**63


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[App]:
    with running(tmp_path_factory.mktemp("app") / "home", models_dir) as started:
        yield started


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("DELETE", f"/api/library/documents/{TOO_LARGE}", "", 8),
        ("GET", f"/api/library/documents/{TOO_LARGE}", "", 8),
        ("POST", f"/api/library/documents/{TOO_LARGE}", '{"enabled": true}', 8),
        ("POST", "/api/proposals", f'{{"document_id": {TOO_LARGE}}}', 2),
        ("POST", "/api/library/ask", '{"question": "\\ud800"}', 2),
        ("POST", "/api/practice", '{"question_id": "rlhf-limits", "text": "\\udfff"}', 2),
        ("POST", "/api/practice", "[" * 200_000, 2),
    ],
)
def test_it_is_refused_in_words(app: App, method: str, path: str, body: str, code: int) -> None:
    headers = {**app.headers, **({"content-type": "application/json"} if body else {})}
    answer = httpx2.request(method, app.base + path, content=body.encode(), headers=headers, timeout=60)
    assert answer.json()["code"] == code
    assert answer.status_code < 500
