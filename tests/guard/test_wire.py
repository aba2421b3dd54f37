"""Heads of messages: strict in, and only what is listed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extrabrain.guard.broker.head import Malformed, outgoing, parse_answer, parse_request

PLAIN = (
    b"POST /v1?x=1 HTTP/1.1\r\nhost: x\r\ncontent-type: a/b\r\ncookie: c\r\nauthorization: d\r\n"
    b"content-length: 2\r\n\r\n"
)


def test_what_leaves() -> None:
    sent = outgoing(parse_request(PLAIN), "https://api.openai.com:443", ("authorization", "Bearer k"))
    assert sent == (
        b"POST /v1?x=1 HTTP/1.1\r\nHost: api.openai.com\r\ncontent-type: a/b\r\nUser-Agent: extrabrain\r\n"
        b"Connection: close\r\nauthorization: Bearer k\r\nContent-Length: 2\r\n\r\n"
    )


@pytest.mark.parametrize(
    "head",
    [
        b"POST http://evil/ HTTP/1.1\r\n\r\n",
        b"CONNECT evil:443 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\na: 1\r\na: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\na : 1\r\n\r\n",
        b"GET / HTTP/1.1\r\na: 1\nb: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\na: \0\r\n\r\n",
        b"GET /\r\n\r\n",
    ],
)
def test_what_is_refused(head: bytes) -> None:
    with pytest.raises(Malformed):
        parse_request(head)


@pytest.mark.parametrize(
    "more", ["transfer-encoding: chunked", "content-length: -1", "content-length: 9999999999"]
)
def test_bodies_that_are_refused(more: str) -> None:
    asked = parse_request(f"POST / HTTP/1.1\r\n{more}\r\n\r\n".encode())
    with pytest.raises(Malformed):
        _ = asked.body_bytes


def test_an_answer_keeps_its_cookies_and_cannot_speak_for_the_broker() -> None:
    head = (
        b"HTTP/1.1 302 Found\r\nLocation: http://x\r\nSet-Cookie: a\r\nX-Extrabrain-Said: b\r\n"
        b"Alt-Svc: c\r\n\r\n"
    )
    answer = parse_answer(head)
    assert answer.leads_on and answer.status == 302
    assert answer.head == b"HTTP/1.1 302 Found\r\nlocation: http://x\r\nconnection: close\r\n\r\n"


@given(st.binary(max_size=200))
def test_nothing_but_malformed_comes_of_noise(noise: bytes) -> None:
    for parse in (parse_request, parse_answer):
        try:
            parse(noise + b"\r\n\r\n")
        except Malformed:
            continue
