"""Which texts are run together."""

from extrabrain.library.transformer import MOST_TOKENS, RUN_COSTS, _alike


def test_texts_go_together_while_little_is_wasted() -> None:
    assert _alike([5]) == 1
    assert _alike([5, 5, 5]) == 3
    assert _alike([5, 5 + RUN_COSTS]) == 2
    assert _alike([5, 5 + RUN_COSTS + 1]) == 1
    assert _alike([5, 7, 9, 40]) == 3, "2 and then 2 x 2 tokens wasted, 6 of 8"
    half = MOST_TOKENS // 2
    assert _alike([half, half, half]) == 2
