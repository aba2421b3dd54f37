"""What is kept at hand, and what goes first."""

from extrabrain.library.recent import Recent


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    recent: Recent[str] = Recent(6, len)
    recent.keep({"a": "xx", "b": "yy"})
    assert recent.of(["a", "c"]) == {"a": "xx"}
    recent.keep({"c": "zzz"})
    assert recent.of(["a", "b", "c"]) == {"a": "xx", "c": "zzz"}
    recent.keep({"a": "xx"})
    assert recent.of(["a", "c"]) == {"a": "xx", "c": "zzz"}, "kept once, counted once"
    recent.keep({"d": "longer than all"})
    assert recent.of(["a", "c", "d"]) == {}
