"""What counts as a fact that only the user can vouch for, drawn as text: each fact between braces."""

import pytest

from extrabrain.advice.facts import facts


def marked(text: str) -> str:
    out, at = "", 0
    for fact in facts(text):
        out += f"{text[at : fact.start_char]}{{{text[fact.start_char : fact.end_char]}}}"
        at = fact.end_char
    return out + text[at:]


@pytest.mark.parametrize(
    "drawn",
    [
        "It fell by {43%} within {three} days.",
        "it fell by {forty-three} percent, or {two hundred} and a bit",
        "We {halved} it for {hundreds} of users.",
        "I joined in {march} and left last {May}.",
        "{Last year} it took a {decade}.",
        "There I worked with {Anna Kowalski}.",
        "at {google} we used {pytorch}",
        "I worked at {sunrise bakery} on search.",
        "She joined {open door}.",
        "{Meta} hired me.",
        "the {g o o g l e} team",
        "It is my {third} job; the {second} year was hard.",
        "I led {two} teams.",
        "Until {12/03/2024} we had {40k} rows.",
    ],
)
def test_states_a_fact(drawn: str) -> None:
    text = drawn.replace("{", "").replace("}", "")
    assert marked(text) == drawn


@pytest.mark.parametrize(
    "text",
    [
        "One of the risks is misuse; on second thought, nobody may march on.",
        "We red-teamed the classifier on held-out prompts, e.g. jailbreaks, and re-ranked them.",
        "I don't think it's what they'd wanted. Overall, it wasn't.",
        "An LLM served by an API needs GPUs.",
        "I worked at scale, at least at first, for my team.",
        "First, say the risk. Then say what you did.",
    ],
)
def test_states_none(text: str) -> None:
    assert marked(text) == text
