"""Part by part: what belongs there, and what the text that stands there still lacks."""

import re
from collections.abc import Mapping

from extrabrain.core.story import STORY_PARTS, Story

ASKS: Mapping[str, str] = {
    "situation": "Where and when was it, and who depended on it?",
    "task": "What exactly was yours to do or decide?",
    "risk": "Who could have been harmed, how badly, and how likely was it?",
    "tradeoff": "What did each option cost, and what did you give up?",
    "action": "What did you do yourself, step by step, and with whom?",
    "result": "Which figure moved, from what to what, and how was it measured?",
    "learning": "What do you do differently since then?",
}

LONG_WORDS = 90


def hints(story: Story) -> dict[str, str]:
    """For each part what to write or to add; no entry where nothing is missing."""
    texts = {part.part: part.text for part in story.parts}
    found: dict[str, str] = {}
    for part in STORY_PARTS:
        lacking = _lacking(part, texts.get(part, "").strip())
        if lacking:
            found[part] = lacking
    return found


def _lacking(part: str, text: str) -> str:
    if not text:
        return ASKS[part]
    if len(text.split()) > LONG_WORDS:
        return "Long for one part: keep what changes the listener's mind."
    if part == "result" and not re.search(r"\d|\bhalf\b|\bdouble|\btwice\b", text):
        return "Say how much: [which figure, from what to what?]"
    if (
        part == "action"
        and re.search(r"\bwe\b", text, re.IGNORECASE)
        and not re.search(r"\b(?:I|my)\b", text)
    ):
        return "Say which part of it was yours."
    if part in ("risk", "tradeoff") and not re.search(r"\d", text) and len(text.split()) < 12:
        return f"Make it concrete: {ASKS[part][0].lower()}{ASKS[part][1:]}"
    if part == "situation" and len(text.split()) < 6:
        return ASKS[part]
    return ""
