"""Generated text made safe to show: no images, no links that act, no markup, no control characters."""

import re
import unicodedata

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)")
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.M)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SILENT = ("Cc", "Cf", "Co", "Cs")
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|data|javascript|mailto):\S+|\bwww\.\S+", re.I)


def plain(text: str) -> str:
    """What is left is words: an image or a link keeps its text, an address becomes `[address removed]`."""
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _SILENT)
    before = ""
    while text != before:  # what is taken out may leave a new one behind
        before = text
        text = _IMAGE.sub(r"\1", text)
        text = _LINK.sub(r"\1", text)
        text = _REFERENCE.sub("", text)
        text = _TAG.sub("", text)
        text = _ADDRESS.sub("[address removed]", text)
    return text.replace("](", "] (").replace("![", "[").strip()
