"""A sound server of its own with one microphone, which hears what is played into its sink."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

DEVICE = "pulse"
"""The sound server as PortAudio calls it (through ALSA's plugin)."""


@dataclass(frozen=True)
class SoundServer:
    environment: dict[str, str]

    def control(self, *words: str) -> str:
        ran = subprocess.run(
            ["pactl", *words], env=self.environment, capture_output=True, text=True, timeout=20, check=False
        )
        return ran.stdout

    @contextmanager
    def playing(self, pcm: bytes) -> Iterator[None]:
        """Plays 16 kHz mono s16le sound at its own pace, from now on."""
        sound = Path(self.environment["HOME"]) / "sound.raw"
        sound.write_bytes(pcm)
        command = ["pacat", "--playback", "--raw", "--rate=16000", "--channels=1", "--format=s16le"]
        player = subprocess.Popen([*command, "-d", "test", str(sound)], env=self.environment)
        try:
            yield
        finally:
            player.kill()
            player.wait()

    def unplug(self) -> None:
        """The microphone is gone."""
        self.control("unload-module", "module-null-sink")


@contextmanager
def sound_server(folder: Path) -> Iterator[SoundServer]:
    if shutil.which("pulseaudio") is None or shutil.which("pacat") is None:
        pytest.skip("no pulseaudio on this machine; CI installs it")
    runtime = folder / "pulse"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "HOME": str(runtime),
        "XDG_RUNTIME_DIR": str(runtime),
        "PULSE_SERVER": f"unix:{runtime / 'sock'}",
        "PULSE_SOURCE": "test.monitor",
    }
    loads = [
        f"module-native-protocol-unix socket={runtime / 'sock'} auth-anonymous=1",
        "module-null-sink sink_name=test rate=16000 channels=1",
    ]
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--log-level=error"]
    server = subprocess.Popen(
        [*command, *(word for load in loads for word in ("-L", load))],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    made = SoundServer(environment)
    try:
        until = time.monotonic() + 20
        while "test.monitor" not in made.control("list", "short", "sources"):
            assert time.monotonic() < until and server.poll() is None, "pulseaudio did not start"
            time.sleep(0.05)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=20)
