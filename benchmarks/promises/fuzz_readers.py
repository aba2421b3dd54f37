"""P17, the readers of documents and sound: files harmed at random, each with a limit on time and memory."""

import io
import random
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from promises.outcome import Outcome

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "library" / "readers"))

SLOW_S = 30
"""Of processor time, so that a busy or halted machine counts for nothing."""
MOST_MEMORY = 3_000_000_000
SOUND_BYTES = 60_000


class Slow(Exception):
    """A reader that does not come to an end."""


def _seeds() -> dict[str, bytes]:
    import docx
    from test_readers import SEEDS

    held = io.BytesIO()
    document = docx.Document()
    document.add_heading("Where I worked", 1)
    document.add_paragraph("We measured refusals on held-out tasks.")
    document.add_table(2, 2).cell(0, 0).text = "a cell"
    document.save(held)
    rest = {
        ".docx": held.getvalue(),
        ".vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ann>What went wrong?\n",
        ".ris": b"TY  - JOUR\nTI  - Some title\nAU  - Doe, A.\nPY  - 2021/03\nER  - \n",
        ".txt": "A café naïve enough".encode("utf-16"),
        ".flac": (ROOT / "examples" / "weak.flac").read_bytes()[:SOUND_BYTES],
        ".wav": b"RIFF\x24\x10\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data\0\x10\0\0"
        + bytes(4096),
    }
    return {**SEEDS, **rest}


def harmed(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, taken away, doubled, or numbers made large, in up to twelve places."""
    out = bytearray(data)
    for _ in range(rng.randrange(1, 13)):
        if not out:
            break
        at = rng.randrange(len(out))
        match rng.randrange(5):
            case 0:
                out[at] = rng.randrange(256)
            case 1:
                del out[at : at + rng.randrange(1, 40)]
            case 2:
                out[at:at] = out[rng.randrange(len(out)) :][: rng.randrange(1, 80)]
            case 3:
                out[at : at + 4] = rng.choice(
                    (b"\xff\xff\xff\xff", b"9999", b"\0\0\0\0", b"\x7f\xff\xff\xff")
                )
            case _:
                del out[at:]
    return bytes(out)


def readers(seconds: float, seed: int) -> Outcome:
    """A reader gives readings or a `Problem`, in time and in bounds. To be run in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGPROF, _too_slow)
    rng, seeds, found = random.Random(seed), _seeds(), Outcome("P17", "documents and sound")
    endings = sorted(seeds)
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            ending = rng.choice(endings)
            data = harmed(seeds[ending], rng)
            signal.setitimer(signal.ITIMER_PROF, SLOW_S)
            fault = _fault(data, ending, Path(folder) / f"x{ending}")
            signal.setitimer(signal.ITIMER_PROF, 0)
            found.trial(not fault, f"{ending}: {fault} at {data[:2000]!r}")
    return found


def _fault(data: bytes, ending: str, path: Path) -> str:
    from extrabrain.core.errors import Problem
    from extrabrain.library.readers.table import READERS, read

    try:
        if ending in READERS:
            for reading in read(data, f"x{ending}"):
                reading.text.encode("utf-8")
            return ""
        from extrabrain.sound.file import read_audio

        path.write_bytes(data)
        for _ in read_audio(path):
            pass
    except Problem as problem:
        return "" if problem.what else "a problem without words"
    except Slow:
        return f"longer than {SLOW_S} s"
    except Exception as bug:  # noqa: BLE001
        return repr(bug)
    return ""


def _too_slow(_: int, __: FrameType | None) -> None:
    raise Slow
