"""One frame: whole, torn, or under another key."""

import io

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from extrabrain.sound.frame import open_frame, seal

CIPHER = ChaCha20Poly1305(bytes(32))


def test_it_opens_to_what_was_sealed():
    data = seal(CIPHER, 3, 1_000, b"\x01\x02" * 50)
    frame = open_frame(CIPHER, io.BytesIO(data), 0, 3)
    assert frame is not None
    assert (frame.at_sample, frame.pcm, frame.size, frame.end_sample) == (
        1_000,
        b"\x01\x02" * 50,
        len(data),
        1_050,
    )


def test_every_cut_is_torn():
    data = seal(CIPHER, 0, 0, b"\x01\x02" * 50)
    assert all(open_frame(CIPHER, io.BytesIO(data[:n]), 0, 0) is None for n in range(len(data)))


def test_a_frame_out_of_order_is_none():
    assert open_frame(CIPHER, io.BytesIO(seal(CIPHER, 4, 0, b"")), 0, 3) is None


def test_the_same_sound_is_never_sealed_alike():
    assert seal(CIPHER, 0, 0, b"\x00" * 640) != seal(CIPHER, 0, 0, b"\x00" * 640)


def test_another_key_is_not_a_torn_frame():
    with pytest.raises(InvalidTag):
        open_frame(ChaCha20Poly1305(b"\x01" * 32), io.BytesIO(seal(CIPHER, 0, 0, b"ab")), 0, 0)
