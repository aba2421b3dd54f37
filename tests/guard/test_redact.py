"""What is found, what is not mistaken for it, and that spans are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extrabrain.guard.redact.find import find, redact


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("Write to ann.lee@example.org today.", "Write to [email] today."),
        ("See https://intra.example.org/x?y=1.", "See [url]."),
        ("Card 4539 9889 1572 0591 please", "Card [card] please"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [iban]"),
        ("Call me on (07) 5331 0577 now", "Call me on [phone] now"),
        ("from 10.12.13.14 it came", "from [ip] it came"),
        ("My SSN is 531-21-7351", "My SSN is [id]"),
        ("OPENAI_API_KEY=sk-proj-abcdefghijklmnopqrst", "OPENAI_API_KEY=[key]"),
        ("My name is Kavitha Rao and I lead", "My name is [name] and I lead"),
        ("I told Dr. Nielsen about it", "I told Dr. [name] about it"),
        ("I live at 12 Argyll Road. It is near.", "I live at [address]. It is near."),
        ("born on 12/27/1986 in", "born on [date of birth] in"),
    ],
)
def test_what_is_found(text: str, blanked: str) -> None:
    assert redact(text) == blanked


@pytest.mark.parametrize(
    "text",
    [
        "We cut latency from 1200 ms to 350 ms over 12 weeks for 3,400,000 requests.",
        "In 2023 accuracy rose from 71.4 to 83.9 percent on 10000 held-out samples.",
        "Card number 4539 9889 1572 0592 fails the check.",
        "We evaluated Constitutional AI and Responsible Scaling against a threshold of 0.75.",
        "version 3.12.1.4567 of the model, in first place by the way",
        "the token count was 4096 and the secret was that nobody checked",
    ],
)
def test_what_is_none(text: str) -> None:
    assert find(text) == ()


@given(st.text(max_size=300))
def test_spans_are_exact_and_never_overlap(text: str) -> None:
    end = 0
    for found in find(text):
        assert text[found.start_char : found.end_char] == found.text
        assert found.start_char >= end
        end = found.end_char


@pytest.mark.parametrize("piece", ["1 ", "1-", "a.", "A b ", ":0", "x@", "12 Main "])
def test_long_strange_texts_come_to_an_end(piece: str) -> None:
    find(piece * 3000)
