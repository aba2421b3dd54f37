"""Fits the net of `sound/filled_pauses.json` and tells how it does on voices that it was not fitted on.

    uv run --with scikit-learn python tools/fit_filled_pauses.py RECORDINGS [--fluent FOLDER] [--write]

RECORDINGS come from tools/make_fillers.py. FOLDER has real speech without fillers and `references.json`. Each
voice is left out in turn, and so is each real speaker; `--write` then fits on everything.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.neural_network import MLPClassifier  # pyright: ignore[reportMissingImports]

from extrabrain.sound.file import read_audio
from extrabrain.sound.filled_pauses import BLOCK, BLOCK_SAMPLES, FRAME_MS, LATE_MS, Ear, Net, Runs
from extrabrain.sound.voice_frames import HOP, frames

TARGET = Path(__file__).parents[1] / "src" / "extrabrain" / "sound" / "filled_pauses.json"
HIDDEN = 12
REAL_COUNTS = 3
"""Real speech is little, and what matters most: each of its frames counts so often."""


@dataclass(frozen=True)
class Heard:
    """Signs by frame, which frames are voiced, and fillers as frames `[first, last)`."""

    group: str
    rows: np.ndarray
    voiced: np.ndarray
    fillers: tuple[tuple[float, float], ...]


def hear(group: str, path: Path, fillers: list[dict]) -> Heard:
    pcm = b"".join(chunk.pcm for chunk in read_audio(path, lambda _: None))
    samples = np.frombuffer(pcm, "<i2").astype(np.float64) / 32768
    ear, parts = Ear(), []
    while len(samples) >= BLOCK_SAMPLES:
        parts.append(ear.push(frames(samples[:BLOCK_SAMPLES])))
        samples = samples[BLOCK * HOP :]
    parts += [ear.push(frames(samples)), ear.flush()]
    times = tuple(((f["start_ms"] - LATE_MS) / FRAME_MS, (f["end_ms"] - LATE_MS) / FRAME_MS) for f in fillers)
    return Heard(group, np.vstack([p.rows for p in parts]), np.concatenate([p.voiced for p in parts]), times)


def fit(recordings: list[Heard], seed: int = 0) -> Net:
    """Frames at the edges of a filler belong to neither side."""
    rows, labels = [], []
    for heard in recordings:
        at = np.arange(len(heard.rows))
        inside, edge = np.zeros(len(at), bool), np.zeros(len(at), bool)
        for first, last in heard.fillers:
            inside |= (at >= first + 3) & (at < last - 2)
            edge |= (np.abs(at - first) <= 3) | (np.abs(at - last) <= 3)
        used = heard.voiced & ~edge
        for _ in range(REAL_COUNTS if heard.group.startswith("real") else 1):
            rows.append(heard.rows[used])
            labels.append(inside[used])
    table = np.vstack(rows)
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    model = MLPClassifier(
        (HIDDEN,), activation="tanh", alpha=1.0, max_iter=30, batch_size=512, random_state=seed
    )
    model.fit((table - mean) / spread, np.concatenate(labels))
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
    return Net(mean, spread, hidden, hidden_bias, out[:, 0], float(out_bias[0]))


def found(net: Net, heard: Heard) -> tuple[int, int]:
    """Fillers that were found, and false alarms."""
    runs = Runs()
    spans = runs.push(net.judge(heard.rows), heard.voiced) + runs.flush()
    hits, wrong = set(), 0
    for first, last in spans:
        inside = [
            i for i, (a, b) in enumerate(heard.fillers) if min(last, b) - max(first, a) >= (last - first) / 2
        ]
        hits.update(inside)
        wrong += not inside
    return len(hits), wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recordings", type=Path)
    parser.add_argument("--fluent", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    entries = json.loads((given.recordings / "references.json").read_text())
    all_heard = [hear(e["voice"], given.recordings / e["file"], e["fillers"]) for e in entries]
    if given.fluent:
        for e in json.loads((given.fluent / "references.json").read_text()):
            all_heard.append(hear(f"real-{e['file'][:3]}", given.fluent / e["file"], []))
    if given.write:
        net = fit(all_heard)
        TARGET.write_text(json.dumps(plain(net)) + "\n")
        print(f"wrote {TARGET}")
        return
    total = np.zeros(3, int)
    for group in sorted({h.group for h in all_heard}):
        net = fit([h for h in all_heard if h.group != group])
        held = [h for h in all_heard if h.group == group]
        hits, wrong = np.sum([found(net, h) for h in held], axis=0)
        said = sum(len(h.fillers) for h in held)
        minutes = sum(len(h.rows) for h in held) * FRAME_MS / 60_000
        print(f"{group:<12} found {hits} of {said}, {wrong} false alarms in {minutes:.1f} min", flush=True)
        total += (hits, wrong, said)
    print(f"precision {total[0] / (total[0] + total[1]):.3f}, recall {total[0] / total[2]:.3f}")


def plain(net: Net) -> dict[str, object]:
    parts = {name: np.round(getattr(net, name), 4).tolist() for name in ("mean", "spread", "hidden", "out")}
    return {**parts, "hidden_bias": np.round(net.hidden_bias, 4).tolist(), "out_bias": round(net.out_bias, 4)}


if __name__ == "__main__":
    main()
