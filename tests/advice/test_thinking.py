"""Hidden reasoning never shows, however it is cut into pieces."""

import pytest

from extrabrain.advice.thinking import Thinking


def shown(text: str, size: int) -> str:
    machine = Thinking()
    pieces = [machine.push(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join(pieces) + machine.flush()


@pytest.mark.parametrize("size", [1, 3, 8, 500])
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>let me see <b>\n</think>\n\nanswer", "answer"),
        ("<|channel>thought\nhm, 3 < 4\n<channel|>answer", "answer"),
        (
            "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>answer",
            "answer",
        ),
        ("<thinking>a</thinking>answer<think>b</think>", "answer"),
        ("1 < 2 and <b> and <th", "1 < 2 and <b> and <th"),
        ("<think>never closed, never shown", ""),
        ("", ""),
    ],
)
def test_what_is_left(text: str, left: str, size: int) -> None:
    assert shown(text, size) == left


def test_says_that_it_hid_something() -> None:
    machine = Thinking()
    machine.push("<think>a</think>b")
    assert machine.hid
