"""Delays of live listening on real speech, fed at the pace of speech, and whether a sample was lost.

First partial: from the start of the voice (as the voice detector places it). Final: from the closing of the
turn. Both to the moment that the event is published.
"""

import asyncio
import json
import statistics
from pathlib import Path
from typing import Any

import ledger
import models
from extrabrain.flows.live_file import live_file
from extrabrain.sound.vad import SileroVad
from extrabrain.words.engines import DEFAULT, VOICE_MODEL, load


def main() -> None:
    parser = models.arguments("delays of live listening")
    parser.add_argument("--engine", default=DEFAULT)
    parser.add_argument("--files", type=Path, nargs="*", help="other recordings than those in --data")
    asked = parser.parse_args()
    files = asked.files or sorted(asked.data.glob("*.flac"))
    held = models.weights(asked.models)
    vad = SileroVad(held.path(VOICE_MODEL) / "silero_vad.onnx")
    engine = load(asked.engine, held.path)

    first_ms: list[int] = []
    later_ms: list[int] = []
    final_ms: list[int] = []
    fed = lost = 0
    for path in files:
        run = asyncio.run(live_file(path, vad, engine, lambda late: later_ms.append(late.delay_ms)))
        first_ms += run.first_partial_ms
        final_ms += run.final_ms
        fed += run.fed_samples
        lost += run.lost_samples
        print(f"{path.name:<48} first {run.first_partial_ms} final {run.final_ms} lost {run.lost_samples}")
    numbers: dict[str, Any] = {
        "engine": asked.engine,
        "files": len(files),
        "turns": len(final_ms),
        "first_partial_ms": spread(first_ms),
        "final_ms": spread(final_ms),
        "samples_fed": fed,
        "samples_lost": lost,
    }
    print(json.dumps(numbers, indent=2))
    if not asked.dry:
        print(f"appended to {ledger.append('latency', numbers)}")


def spread(values: list[int]) -> dict[str, int]:
    if len(values) < 2:
        return {"p50": values[0], "p95": values[0], "max": values[0]} if values else {}
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return {"p50": round(statistics.median(values)), "p95": round(cuts[18]), "max": max(values)}


if __name__ == "__main__":
    main()
