"""Files of every kind to 16 kHz mono, and bad ones to clear errors."""

import os
from pathlib import Path
from random import Random

import numpy as np
import pytest
from recordings import encoded, pitch_hz, silence, tone, wav_bytes

from extrabrain.core.errors import NotFound, Problem, Unsupported
from extrabrain.core.event import Noticed
from extrabrain.sound.file import CHUNK_BYTES, probe, read_audio

KINDS = {
    "wav": ("wav", "pcm_s16le", 22_050),
    "flac": ("flac", "flac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "m4a": ("ipod", "aac", 48_000),
    "ogg": ("ogg", "flac", 16_000),
    "opus": ("ogg", "libopus", 48_000),
    "webm": ("webm", "libopus", 48_000),
    "mp4": ("mp4", "aac", 32_000),
}


def read(path: Path) -> tuple[bytes, list[Noticed]]:
    notices: list[Noticed] = []
    return b"".join(chunk.pcm for chunk in read_audio(path, notices.append)), notices


@pytest.mark.parametrize("ending", KINDS)
def test_every_kind_comes_out_at_its_pitch_and_length(tmp_path: Path, ending: str):
    container, codec, rate_hz = KINDS[ending]
    path = tmp_path / f"a.{ending}"
    path.write_bytes(encoded(tone(2.5, rate_hz=rate_hz), container=container, codec=codec, rate_hz=rate_hz))
    pcm, notices = read(path)
    assert notices == []
    assert abs(len(pcm) / 2 / 16_000 - 2.5) < 0.12
    assert abs(pitch_hz(pcm[8_000:-8_000]) - 440) < 3
    found = probe(path)
    assert found.rate_hz == rate_hz
    assert found.channels == 1
    assert found.duration_ms is not None
    assert abs(found.duration_ms - 2500) < 120


def test_a_wrong_ending_does_not_matter(tmp_path: Path):
    path = tmp_path / "song.mp3"
    path.write_bytes(encoded(tone(1.0), container="flac", codec="flac", rate_hz=16_000))
    assert abs(pitch_hz(read(path)[0]) - 440) < 3


@pytest.mark.parametrize("speaking", range(7))
def test_no_channel_of_seven_is_lost(tmp_path: Path, speaking: int):
    channels = [tone(1.0, rate_hz=8_000) if n == speaking else silence(1.0, rate_hz=8_000) for n in range(7)]
    path = tmp_path / "seven.wav"
    path.write_bytes(wav_bytes(channels, 8_000))
    pcm, _ = read(path)
    assert abs(len(pcm) / 2 - 16_000) <= 32
    assert abs(pitch_hz(pcm) - 440) < 3
    assert np.abs(np.frombuffer(pcm, "<i2")).max() > 0.3 * 32767 / 8


def test_chunks_are_a_second_at_most_and_follow_each_other(tmp_path: Path):
    path = tmp_path / "long.wav"
    path.write_bytes(wav_bytes([tone(3.25)], 16_000))
    chunks = list(read_audio(path, lambda _: None))
    assert [c.start_ms for c in chunks] == [0, 1000, 2000, 3000]
    assert all(len(c.pcm) <= CHUNK_BYTES and c.channel == "file" for c in chunks)
    assert chunks[-1].end_ms == 3250


def test_a_two_hour_file_is_streamed(tmp_path: Path):
    """115 MB of sound as 230 MB of samples would be seen in the process's peak memory."""
    import tracemalloc

    path = tmp_path / "two-hours.wav"
    header = wav_bytes([silence(0)], 8_000)
    size = 2 * 3600 * 8_000 * 2
    with path.open("wb") as out:
        out.write(header[:4] + (36 + size).to_bytes(4, "little") + header[8:40] + size.to_bytes(4, "little"))
        out.truncate(44 + size)
    tracemalloc.start()
    total_ms = 0
    for chunk in read_audio(path, lambda _: None):
        total_ms = chunk.end_ms
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total_ms == 2 * 3600 * 1000
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("ending", "container", "codec"),
    [("wav", "wav", "pcm_s16le"), ("flac", "flac", "flac"), ("mp3", "mp3", "libmp3lame"),
     ("opus", "ogg", "libopus"), ("webm", "webm", "libopus")],
)  # fmt: skip
def test_a_truncated_file_gives_what_is_there_and_says_so(
    tmp_path: Path, ending: str, container: str, codec: str
):
    rate_hz = 48_000
    whole = encoded(tone(8.0, rate_hz=rate_hz), container=container, codec=codec, rate_hz=rate_hz)
    path = tmp_path / f"half.{ending}"
    path.write_bytes(whole[: len(whole) // 2])
    pcm, notices = read(path)
    assert 1.5 < len(pcm) / 2 / 16_000 < 6.5
    assert [n.what for n in notices if "ends early" in n.what]
    assert notices[0].next_step


def test_damage_in_the_middle_is_said_and_times_stay_true(tmp_path: Path):
    whole = bytearray(encoded(tone(8.0), container="flac", codec="flac", rate_hz=16_000))
    middle = len(whole) // 2
    whole[middle : middle + 3_000] = Random(1).randbytes(3_000)
    path = tmp_path / "scratched.flac"
    path.write_bytes(whole)
    pcm, notices = read(path)
    assert abs(len(pcm) / 2 / 16_000 - 8.0) < 0.6
    assert notices


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"Dear diary, today I spoke.\n" * 300, "not audio"),
        (Random(2).randbytes(50_000), "not audio"),
        (
            b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
            "not audio",
        ),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "not audio"),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n", "not audio"),
    ],
)
def test_what_is_no_audio_is_refused_in_words(tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(Unsupported, match=words) as caught:
        read(path)
    assert caught.value.next_step


def test_a_video_without_sound_is_refused(tmp_path: Path):
    import av
    from av.video.frame import VideoFrame

    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(VideoFrame(64, 64, "yuv420p")))
        out.mux(stream.encode(None))
    with pytest.raises(Unsupported, match="no sound"):
        read(path)


def test_missing_folder_and_pipe_are_refused(tmp_path: Path):
    with pytest.raises(NotFound, match="no file"):
        read(tmp_path / "nothing.wav")
    with pytest.raises(Unsupported, match="folder"):
        read(tmp_path)
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    with pytest.raises(Unsupported, match="regular"):
        read(pipe)


def test_an_address_is_never_fetched():
    with pytest.raises(NotFound, match="no file") as caught:
        read(Path("http://127.0.0.1:9/a.wav"))
    assert "download" in caught.value.next_step


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said(tmp_path: Path):
    path = tmp_path / "secret.wav"
    path.write_bytes(wav_bytes([tone(0.5)], 16_000))
    path.chmod(0)
    with pytest.raises(Problem, match="cannot be opened"):
        read(path)


def test_a_header_without_sound_gives_nothing(tmp_path: Path):
    path = tmp_path / "a.wav"
    path.write_bytes(wav_bytes([silence(0)], 16_000))
    assert read(path)[0] == b""


def test_samples_that_nobody_can_average_are_refused_in_words(tmp_path: Path):
    sound = bytearray(wav_bytes([tone(0.5)], 16_000))
    sound[22:24], sound[34:36] = (9).to_bytes(2, "little"), (64).to_bytes(2, "little")
    path = tmp_path / "odd.wav"
    path.write_bytes(sound)
    with pytest.raises(Unsupported, match="coding that cannot be read"):
        read(path)


def test_a_coding_that_nobody_knows_is_refused_in_words(tmp_path: Path):
    sound = bytearray(wav_bytes([tone(0.5)], 16_000))
    sound[34:36] = bytes(2)  # samples of no bits
    path = tmp_path / "odd.wav"
    path.write_bytes(sound)
    with pytest.raises(Unsupported, match="coding that cannot be read"):
        read(path)
