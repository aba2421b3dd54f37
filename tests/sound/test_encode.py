"""WAV and FLAC that other programs read."""

import io
import wave
from pathlib import Path

from recordings import tone

from extrabrain.sound.encode import WAV_HEADER_BYTES, spool_wav, wav_header, write_flac
from extrabrain.sound.file import probe, read_audio
from extrabrain.sound.spool import Spool


def test_a_spool_becomes_a_wav(tmp_path: Path):
    pcm = tone(1.5).tobytes()
    with Spool(tmp_path / "a.spool", bytes(32)) as spool:
        for at in range(0, len(pcm), 640):
            spool.append(pcm[at : at + 640])
    data = b"".join(spool_wav(tmp_path / "a.spool", bytes(32)))
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert file.readframes(10**6) == pcm


def test_the_header_has_its_size():
    assert len(wav_header(7)) == WAV_HEADER_BYTES


def test_flac_is_bit_exact(tmp_path: Path):
    pcm = tone(1.5).tobytes()
    path = tmp_path / "a.flac"
    assert write_flac([pcm[:1_000], b"", pcm[1_000:]], path) == len(pcm) // 2
    assert probe(path).codec == "flac"
    assert b"".join(c.pcm for c in read_audio(path)) == pcm
    assert path.stat().st_size < len(pcm)
