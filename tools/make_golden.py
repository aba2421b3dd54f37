"""Makes tests/sessions/weak-12s.jsonl: the events of a real live session over the start of the weak sample.

uv run python tools/make_golden.py

Both folds (Python and TypeScript) are tested on it. Make it anew when the shape of events changes.
"""

import asyncio
import json
import tempfile
from pathlib import Path

from extrabrain.app.build import Workbench
from extrabrain.app.places import Places, places
from extrabrain.core.codec import to_plain
from extrabrain.sound.file import read_audio

ROOT = Path(__file__).parents[1]
FRAME_BYTES = 640
SECONDS = 12


async def record(bench: Workbench) -> list[str]:
    attempt = bench.practice.begin(bench.bank.get("rlhf-limits"))
    speaking = bench.speech.speaking(attempt)
    running = asyncio.create_task(speaking.run())
    sound = b"".join(chunk.pcm for chunk in read_audio(ROOT / "examples" / "weak.flac"))[: SECONDS * 32_000]
    for number, at in enumerate(range(0, len(sound), FRAME_BYTES)):
        await speaking.feed(number, sound[at : at + FRAME_BYTES])
        await asyncio.sleep(0.02)
    speaking.stop()
    await running
    return [json.dumps(to_plain(event), ensure_ascii=False) for event in attempt.log.read()]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        where = Places(Path(folder) / "home", places().models, Path(folder) / "key")
        bench = Workbench(where)
        lines = asyncio.run(record(bench))
        bench.close()
    (ROOT / "tests" / "sessions" / "weak-12s.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
