"""Loops: a small decoder that lost its way says one phrase over and over until its budget ends.

A speaker may say a word three times; four copies of a phrase in a row, or five of one word, are a loop.
"""

import re

LONGEST_WORDS = 8
COPIES = 4
COPIES_OF_ONE_WORD = 5

_EDGES = re.compile(r"^\W+|\W+$")


def unlooped(text: str) -> tuple[str, bool]:
    """The text with one copy of each looped phrase, and whether there was a loop. Words keep their form."""
    words = text.split()
    plain = [_EDGES.sub("", word).lower() for word in words]
    kept: list[str] = []
    at = 0
    while at < len(words):
        length, end = _loop_at(plain, at)
        kept += words[at : at + length]
        at = end
    return " ".join(kept), len(kept) < len(words)


def _loop_at(plain: list[str], at: int) -> tuple[int, int]:
    """How many words to keep from here, and where to go on: `(1, at + 1)` where nothing loops."""
    for length in range(1, LONGEST_WORDS + 1):
        phrase = plain[at : at + length]
        end = at + length
        while len(phrase) == length and plain[end : end + length] == phrase:
            end += length
        copies = (end - at) // length
        if copies >= (COPIES_OF_ONE_WORD if length == 1 else COPIES):
            tail = 0
            while end + tail < len(plain) and tail < length and _begins(phrase[tail], plain[end + tail]):
                tail += 1
            whole = end + tail == len(plain)
            return length, end + tail if whole else end
    return 1, at + 1


def _begins(word: str, cut: str) -> bool:
    """The last copy of a loop is often cut off within a word."""
    return word.startswith(cut)
