"""Which words of a growing turn have settled: those that two decodes in a row agree on."""

import re

_EDGES = re.compile(r"^\W+|\W+$")


def committed(before: str, now: str) -> int:
    """How many leading words of `now` the text before already said.

    Case and punctuation at a word's edges do not count: they follow the end of the sentence, which is still
    open. The last word of `before` is never settled, because it may have been cut in its middle.
    """
    agreed = 0
    for old, new in zip(before.split()[:-1], now.split(), strict=False):
        if _EDGES.sub("", old).casefold() != _EDGES.sub("", new).casefold():
            break
        agreed += 1
    return agreed
